import { isCaptionStart } from './captions.ts';
import type { DocumentStyle } from './documentStyle.ts';
import type { LineGroup } from './paragraphs.ts';

const maxCaptionLines = 8;

const noteStart = /^[([]?(?:\d{1,3}|[*†‡§¶]{1,3}|[a-z](?=[\s).]))[)\].]?\s*\p{L}/u;
/** Footnotes are set smaller than the body, in the lower part of the page. */
const noteSize = 0.93;
const noteTop = 0.45;

/** Tells captions and footnotes from paragraphs; footnotes come after all other text of the page. */
export function markNotes(groups: readonly LineGroup[], style: DocumentStyle): LineGroup[] {
  const body: LineGroup[] = [];
  const notes: LineGroup[] = [];
  let isNote = false;
  for (const [index, group] of groups.entries()) {
    const first = group.lines[0];
    const canBeNote =
      first !== undefined &&
      (group.kind === 'paragraph' || group.kind === 'list') &&
      first.isUpright &&
      first.size < noteSize * style.bodySize &&
      first.box.y > noteTop;
    // What follows a footnote in its column, as small, is its second paragraph.
    const previous = groups[index - 1]?.lines[0];
    const goesOn: boolean = isNote && previous?.region === first?.region;
    isNote = canBeNote && (goesOn || (noteStart.test(first.text) && endsColumn(groups, index, style)));
    if (isNote) notes.push({ ...group, kind: 'footnote' });
    else body.push(isCaption(group) ? { ...group, kind: 'caption' } : group);
  }
  return [...body, ...notes];
}

function isCaption(group: LineGroup): boolean {
  return (
    (group.kind === 'paragraph' || group.kind === 'list') &&
    group.lines.length <= maxCaptionLines &&
    isCaptionStart(group.lines[0]?.text ?? '')
  );
}

/** Nothing of the body's size stands below it in its column. */
function endsColumn(groups: readonly LineGroup[], index: number, style: DocumentStyle): boolean {
  const first = groups[index]?.lines[0];
  if (!first) return false;
  return groups.every((other) =>
    other.lines.every(
      (line) =>
        line.box.y <= first.box.y ||
        line.size < noteSize * style.bodySize ||
        line.left >= first.regionRight ||
        line.right <= first.regionLeft ||
        !line.isUpright,
    ),
  );
}
