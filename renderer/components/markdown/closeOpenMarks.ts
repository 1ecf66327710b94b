/**
 * The end of a text that is still being written, made whole: marks that were opened are closed, and what is only the
 * beginning of a mark is held back. So a word is bold from its first letter, and no link shows its address on the way.
 */
export function closeOpenMarks(text: string): string {
  if (isInFence(text)) return text;
  const start = paragraphStart(text);
  return text.slice(0, start) + closeInline(holdBack(text.slice(start)));
}

function isInFence(text: string): boolean {
  let open: string | null = null;
  for (const [, mark = '', rest = ''] of text.matchAll(/^ {0,3}(`{3,}|~{3,}|\$\$)(.*)$/gm)) {
    if (open === null) {
      if (mark === '$$' && rest.includes('$')) continue;
      open = mark;
    } else if (mark.startsWith(open) && rest.trim() === '') open = null;
  }
  return open !== null;
}

function paragraphStart(text: string): number {
  const blank = text.lastIndexOf('\n\n');
  return blank < 0 ? 0 : blank + 2;
}

/** A last line of nothing but marks may become anything: a list, a rule, a heading of the line before. */
function holdBack(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart);
  if (/^\s*([-*+=_#>~|:`\s]+|\d{1,9}[.)]?)$/.test(line) && !/^\s*\|.*\|\s*$/.test(line))
    return text.slice(0, lineStart);
  return text;
}

const inline = /\\[\s\S]|`+|\*{1,3}|_{1,3}|~~/g;

function closeInline(text: string): string {
  const whole = dropOpenLink(text);
  const open: string[] = [];
  let code: string | null = null;
  for (const { 0: mark, index } of whole.matchAll(inline)) {
    if (mark.startsWith('\\')) continue;
    if (mark.startsWith('`')) {
      if (code === null) code = mark;
      else if (code === mark) code = null;
      continue;
    }
    if (code !== null) continue;
    const before = whole[index - 1] ?? ' ';
    const after = whole[index + mark.length] ?? ' ';
    // Within a word an underscore is a letter, and a star between spaces is a star.
    const canOpen = !/\s/.test(after) && !(mark.startsWith('_') && /[\p{L}\p{N}]/u.test(before));
    const canClose = !/\s/.test(before);
    const at = open.lastIndexOf(mark);
    if (canClose && at >= 0) open.splice(at);
    else if (canOpen) open.push(mark);
  }
  if (code !== null) {
    const at = whole.lastIndexOf(code);
    const content = whole.slice(at + code.length);
    return content.trim() === '' ? whole.slice(0, at) : whole + code;
  }
  const trimmed = whole.replace(/(?<!\\)(\*{1,3}|_{1,3}|~{1,2})$/, (mark) =>
    open.at(-1)?.startsWith(mark) || /\s/.test(whole[whole.length - mark.length - 1] ?? ' ') ? '' : mark,
  );
  // More than people nest is made to be costly.
  if (open.length === 0 || open.length > 8) return trimmed;
  // White space before a closing mark would make it none.
  const bare = trimmed.trimEnd();
  return bare + open.toReversed().join('');
}

/** `[label](addre` is its label until its address is whole; `[1` is held back. */
function dropOpenLink(text: string): string {
  const link = /(!?)\[([^[\]]*)\]\([^()\s]*(?:\([^()\s]*\)?[^()\s]*)*(?:\s+"[^"]*"?)?$/.exec(text);
  if (link) return text.slice(0, link.index) + (link[2] ?? '');
  const label = /!?\[[^[\]]{0,300}$/.exec(text);
  if (label && !text.slice(label.index).includes('\n\n')) {
    const words = label[0].replace(/^!?\[/, '');
    return text.slice(0, label.index) + (/^\d{0,3}$/.test(words) ? '' : words);
  }
  return text;
}
