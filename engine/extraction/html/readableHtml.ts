/** Pictures written into the page are most of its bytes and none of its text. */
const heavyData = /data:[\w/+.-]{0,100};base64,[\w+/=\s]{100,}/g;
/** Elements that have no end, or whose end may be left out. */
const unclosed =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|tr|td|th|thead|tbody|tfoot|option|optgroup|colgroup)$/i;

/** A page without the pictures that are written into it. */
export function readableHtml(html: string): string {
  return html.replace(heavyData, 'data:,');
}

/** A tree of it costs the memory and the time that a tree of ordinary pages does not. */
const maxTags = 100_000;
const maxMarks = 200_000;
const maxDepth = 5_000;
const maxLength = 16 * 1024 * 1024;

/** Too large or too odd for a tree: such a page is read as a stream. */
export function isHuge(html: string): boolean {
  if (html.length > maxLength) return true;
  let tags = 0;
  let marks = 0;
  let depth = 0;
  for (const match of html.matchAll(/[<&](?:(\/?)([a-z][\w:-]{0,40}))?/gi)) {
    if (++marks > maxMarks) return true;
    const name = match[2];
    if (name === undefined || match[0].startsWith('&')) continue;
    if (++tags > maxTags) return true;
    if (unclosed.test(name)) continue;
    depth = Math.max(0, depth + (match[1] ? -1 : 1));
    if (depth > maxDepth) return true;
  }
  return false;
}
