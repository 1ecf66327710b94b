import type { PageLine } from './pageLines.ts';

/** Lines that a reader sees as one thing. */
export interface LineGroup {
  kind: 'paragraph' | 'list' | 'table' | 'caption' | 'footnote';
  lines: PageLine[];
}

const listMarker =
  /^(?:[•‣◦●○■□▪▸►–—*·➢✓✔-]|o(?= [A-Z])|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)])\s+\S|^[•‣◦●○■▪➢]\S/;
const sentenceEnd = /[.!?:;。！？…”"»)]$/;

/** Cuts the lines of a page where a paragraph, list or table begins. */
export function groupLines(lines: readonly PageLine[]): LineGroup[] {
  const groups: LineGroup[] = [];
  const leading = typicalLeading(lines);
  let group: LineGroup | undefined;
  let edges: Edges = { right: 0, firstMarked: undefined };
  let before: PageLine | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (!line) continue;
    if (group && before && !beginsGroup(line, before, lines[index + 1], group, edges, leading)) {
      group.lines.push(line);
      edges.right = Math.max(edges.right, line.right);
      if (group.kind !== 'table' && isMarked(line)) {
        if (group.kind === 'paragraph') group.kind = 'list';
        edges.firstMarked ??= line;
      }
    } else {
      const hasMark = isMarked(line);
      group = { kind: line.isTableRow ? 'table' : hasMark ? 'list' : 'paragraph', lines: [line] };
      edges = { right: line.right, firstMarked: hasMark ? line : undefined };
      groups.push(group);
    }
    before = line;
  }
  return groups;
}

/** Of the lines of a group so far. */
interface Edges {
  right: number;
  firstMarked: PageLine | undefined;
}

export function isMarked(line: PageLine): boolean {
  return !line.isTableRow && listMarker.test(line.text);
}

function beginsGroup(
  line: PageLine,
  before: PageLine,
  after: PageLine | undefined,
  group: LineGroup,
  edges: Edges,
  leading: number,
): boolean {
  const em = Math.max(line.size, before.size);
  if (line.region !== before.region) return true;
  if (line.isTableRow !== before.isTableRow) return true;
  if (line.isTableRow) return false;
  if (Math.abs(line.size - before.size) > 0.12 * em) return true;
  // A heading in bold runs into the paragraph it heads.
  if (Math.abs(line.boldShare - before.boldShare) > 0.75) return true;
  const step = line.baseline - before.baseline;
  const isList = group.kind === 'list';
  if (step < 0 || step > Math.max(1.35 * leading, 1.1 * em) * (isList && isMarked(line) ? 1.4 : 1))
    return true;
  if (isMarked(line)) return !isList;
  if (isList) return line.left < (edges.firstMarked ?? before).left - 0.5 * em;
  const indent = line.left - before.left;
  const edge = Math.max(line.right, after?.region === line.region ? after.right : 0, edges.right);
  const isFullBefore = before.right > edge - 0.15 * (edge - Math.min(line.left, before.left));
  if (indent > 0.8 * em && indent < 5 * em && group.lines.length > 0) {
    const isHanging = group.lines.length === 1 && after && Math.abs(after.left - line.left) < 0.3 * em;
    if (!isHanging) return sentenceEnd.test(before.text) || !isFullBefore;
  }
  return !isFullBefore && sentenceEnd.test(before.text) && /^[\p{Lu}\p{N}“"'«(]/u.test(line.text);
}

/** A paragraph that the end of a column cuts is one paragraph. */
export function joinColumns(groups: readonly LineGroup[]): LineGroup[] {
  const joined: LineGroup[] = [];
  for (const group of groups) {
    const before = joined.at(-1);
    if (before && goesOn(before, group)) before.lines = [...before.lines, ...group.lines];
    else joined.push({ ...group });
  }
  return joined;
}

function goesOn(before: LineGroup, group: LineGroup): boolean {
  const last = before.lines.at(-1);
  const first = group.lines[0];
  if (!last || !first || last.region === first.region || before.kind === 'table') return false;
  if (group.kind !== 'paragraph' || before.kind === 'caption' || before.kind === 'footnote') return false;
  if (!last.isUpright || !first.isUpright || first.baseline > last.baseline) return false;
  if (Math.abs(last.size - first.size) > 0.06 * last.size || last.boldShare > 0.75 !== first.boldShare > 0.75)
    return false;
  return /^\p{Ll}/u.test(first.text) && !/[.!?:。！？]["”’)]?$/.test(last.text);
}

/** Distance of baselines in running text: the middle of all distances within a column. */
function typicalLeading(lines: readonly PageLine[]): number {
  const steps: number[] = [];
  let before: PageLine | undefined;
  for (const line of lines) {
    const step = line.baseline - (before?.baseline ?? 0);
    if (before?.region === line.region && step > 0.5 * line.size && step < 2.5 * line.size) steps.push(step);
    before = line;
  }
  return Float64Array.from(steps).sort()[Math.floor(steps.length / 2)] ?? 0;
}
