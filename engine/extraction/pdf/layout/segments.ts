import { hasRightToLeft } from './direction.ts';
import { isUnspaced } from './scripts.ts';
import { sortStable } from './sortStable.ts';
import type { TextRun } from './textRuns.ts';

/**
 * A stretch of one line without a wide gap: a line of a column, or a cell of a table. Its row counts the rows of the
 * page from the top, by baseline; it is equal for what stands side by side.
 */
export type Segment = TextRun;

/** In ems: what a gap between two runs of one row means. */
const splitGap = 0.7;
const wordGap = 0.17;
/** A row of more runs is no line of text; what stands around it is not looked for among them. */
const maxRowRuns = 2_000;

/** Runs to segments, which they become: rows by baseline, twins dropped, neighbours joined. */
export function buildSegments(runs: readonly TextRun[]): Segment[] {
  const segments: Segment[] = [];
  let row = 0;
  for (const { members } of groupRows(runs)) {
    if (members.length === 1) {
      for (const run of members) segments.push(toSegment(run, row));
    } else addRow(segments, members, row);
    row++;
  }
  return segments;
}

function addRow(segments: Segment[], members: TextRun[], row: number): void {
  let segment: Segment | undefined;
  // Where a line runs from right to left, what stood before and after in the file is on the other side.
  const isTurned = members.some(({ text }) => hasRightToLeft(text));
  for (const run of withoutTwins(sortStable(members, isLeftOf))) {
    const em = segment ? Math.max(segment.size, run.size) : run.size;
    const gap = segment ? run.left - segment.right : 0;
    if (segment && gap < splitGap * em) {
      const isSpaced = !isTurned && (segment.spaceAfter || run.spaceBefore);
      const isWordEnd = gap > wordGap * em || (isSpaced && gap > -0.3 * em);
      join(segment, run, isWordEnd && !isSetClose(segment.text, run.text, gap, em));
    } else {
      segment = toSegment(run, row);
      segments.push(segment);
    }
  }
}

/** The run itself: there is one for every line of a long document. */
function toSegment(run: TextRun, row: number): Segment {
  run.row = row;
  run.boldLength = run.isBold ? run.text.length : 0;
  return run;
}

function isLeftOf(a: TextRun, b: TextRun): boolean {
  return a.left < b.left;
}

interface Row {
  baseline: number;
  size: number;
  members: TextRun[];
}

function groupRows(runs: readonly TextRun[]): Row[] {
  const rows: Row[] = [];
  // The larger first: super- and subscripts then find the line they belong to.
  const bySize = sortStable(
    runs.slice(),
    (a, b) => a.size > b.size || (a.size === b.size && a.baseline < b.baseline),
  );
  const buckets = new Map<number, Row[]>();
  const bucketHeight = 8;
  for (const run of bySize) {
    const bucket = Math.floor(run.baseline / bucketHeight);
    const reach = Math.ceil(Math.min(run.size, 200) / bucketHeight) + 1;
    let found: Row | undefined;
    let nearest = Number.POSITIVE_INFINITY;
    for (let at = bucket - reach; at <= bucket + reach; at++) {
      const near = buckets.get(at);
      if (!near) continue;
      for (const row of near) {
        const distance = Math.abs(row.baseline - run.baseline);
        if (distance < nearest && belongs(run, row)) {
          found = row;
          nearest = distance;
        }
      }
    }
    if (found) {
      if (isLoneBullet(found.members)) found.baseline = run.baseline;
      found.members.push(run);
      continue;
    }
    const row = { baseline: run.baseline, size: run.size, members: [run] };
    rows.push(row);
    const list = buckets.get(bucket);
    if (list) list.push(row);
    else buckets.set(bucket, [row]);
  }
  return sortStable(rows, (a, b) => a.baseline < b.baseline);
}

function belongs(run: TextRun, row: Row): boolean {
  const rise = row.baseline - run.baseline;
  if (Math.abs(rise) < 0.2 * run.size) return true;
  if (row.members.length > maxRowRuns) return false;
  if (isBullet(run.text) && isLevelWith(run, row.members)) return true;
  const [first] = row.members;
  if (first && isLoneBullet(row.members) && isLevelWith(first, [run])) return true;
  // Raised or lowered, smaller, and right beside what it belongs to.
  const isScript = run.size < 0.85 * row.size && rise < 0.55 * row.size && rise > -0.3 * row.size;
  return isScript && row.members.some((other) => isBeside(run, other));
}

function isLoneBullet(members: readonly TextRun[]): boolean {
  return members.length === 1 && isBullet(members[0]?.text ?? '');
}

function isBullet(text: string): boolean {
  return text.length === 1 && /[•‣◦●○■□▪▸►➢✓✔\uf000-\uf0ff]/.test(text);
}

/** A bullet may have a baseline of its own: it belongs to the line whose beginning it stands before. */
function isLevelWith(bullet: TextRun, members: readonly TextRun[]): boolean {
  const middle = (bullet.top + bullet.bottom) / 2;
  return members.some(
    (other) =>
      other.left > bullet.right - 1 &&
      other.left < bullet.right + 4 * other.size &&
      middle > other.baseline - 0.9 * other.size &&
      middle < other.baseline + 0.3 * other.size,
  );
}

function isBeside(run: TextRun, other: TextRun): boolean {
  const reach = 0.5 * other.size;
  return run.left < other.right + reach && run.right > other.left - reach;
}

/** A run drawn twice in the same place is bold or has a shadow; it is read once. */
function withoutTwins(runs: readonly TextRun[]): TextRun[] {
  const kept: TextRun[] = [];
  for (const run of runs) {
    let isTwin = false;
    for (let at = Math.max(0, kept.length - 4); at < kept.length && !isTwin; at++)
      isTwin = areTwins(run, kept[at]);
    if (!isTwin) kept.push(run);
  }
  return kept;
}

function areTwins(run: TextRun, other: TextRun | undefined): boolean {
  const near = 0.2 * run.size;
  return (
    other !== undefined &&
    other.text === run.text &&
    Math.abs(other.left - run.left) < near &&
    Math.abs(other.right - run.right) < near
  );
}

/** Chinese and Japanese characters that only justification parts. */
function isSetClose(before: string, after: string, gap: number, em: number): boolean {
  return (
    gap < 0.6 * em && isUnspaced(before.charCodeAt(before.length - 1)) && isUnspaced(after.charCodeAt(0))
  );
}

function join(segment: Segment, run: TextRun, withSpace: boolean): void {
  segment.text += withSpace ? ` ${run.text}` : run.text;
  segment.left = Math.min(segment.left, run.left);
  segment.right = Math.max(segment.right, run.right);
  segment.top = Math.min(segment.top, run.top);
  segment.bottom = Math.max(segment.bottom, run.bottom);
  if (run.size > segment.size) {
    segment.size = run.size;
    segment.baseline = run.baseline;
  }
  segment.spaceAfter = run.spaceAfter;
  segment.endsInHyphen = run.endsInHyphen;
  if (run.isBold) segment.boldLength += run.text.length;
}
