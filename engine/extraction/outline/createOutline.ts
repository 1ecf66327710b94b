import { cleanText } from '../encoding/cleanText.ts';
import { textTooLong } from '../fileErrors.ts';
import type { FlowBlock, FlowDocument } from '../flow/flowDocument.ts';

/** Nested data (JSON, XML) as an outline that reads like a form: a line a value, groups indented, records apart. */
export interface Outline {
  /** A group begins; without a label it is a record of a list. */
  enter(label: string): void;
  leave(): void;
  /** One value; without a label it is an item of a list, or prose. */
  value(label: string, text: string): void;
  /** @throws AppError `file_too_large`, as the others do as soon as there is too much */
  finish(): FlowDocument;
}

/** Groups of so many lines are headings where they may be, so that what is found in them says where it stands. */
const minHeadingLines = 6;
const maxHeadingDepth = 3;
const maxHeadingLength = 120;
/** A named group of fewer lines stays with its neighbours. */
const minBlockLines = 8;
/** A record of so many lines stays in one piece, whatever groups are in it. */
const maxWholeLines = 30;
/** Deeper levels are not indented further: the text of 100,000 levels must not be mostly spaces. */
const maxIndent = 10;
/** A value of this length is prose: a block of its own. */
const proseLength = 300;

const isValue = -1;
const isEmptyGroup = -2;

export function createOutline(name: string, maxTextLength: number): Outline {
  const lines: string[] = [];
  const depths: number[] = [];
  /** For a group the index after its last line. */
  const ends: number[] = [];
  const open: number[] = [];
  /** Of named groups: a record is no further in than its list. */
  let depth = 0;
  let length = 0;

  function add(text: string, end: number): void {
    length += text.length + 1;
    if (length > maxTextLength) throw textTooLong(name, maxTextLength);
    lines.push(text);
    depths.push(depth);
    ends.push(end);
  }

  function leave(): void {
    const group = open.pop();
    if (group === undefined) return;
    if (lines[group] !== '') depth--;
    if (lines.length > group + 1) ends[group] = lines.length;
  }

  return {
    enter(label) {
      const line = oneLine(label);
      add(line, isEmptyGroup);
      open.push(lines.length - 1);
      if (line !== '') depth++;
    },
    leave,
    value(label, text) {
      const value = cleanText(text)
        .replace(/[ \t]{2,}/g, ' ')
        .trim();
      const key = oneLine(label);
      add(key === '' ? value : value === '' ? `${key}:` : `${key}: ${value}`, isValue);
    },
    finish() {
      while (open.length > 0) leave();
      return render({ lines, depths, ends }, name, maxTextLength);
    },
  };
}

interface Lines {
  lines: readonly string[];
  depths: readonly number[];
  ends: readonly number[];
}

function render(outline: Lines, name: string, maxTextLength: number): FlowDocument {
  const { lines, depths, ends } = outline;
  const headings = findHeadings(outline);
  const chunks: string[] = [];
  const blocks: FlowBlock[] = [];
  let length = 0;
  /** Levels that headings have taken; what stands under them begins at the margin. */
  let margin = 0;
  let isApart = true;
  /** Where the groups end that stand apart, the innermost last. */
  const apartUntil: number[] = [];
  /** Up to here nothing stands apart: it belongs to one record. */
  let wholeUntil = 0;
  /** By level, the name of the groups that repeat there. */
  const repeated: (string | undefined)[] = [];

  function append(text: string, block: Omit<FlowBlock, 'start' | 'end'>): void {
    const last = blocks.at(-1);
    const joins = !isApart && block.kind === 'list' && last?.kind === 'list';
    const separator = length === 0 ? '' : joins ? '\n' : '\n\n';
    chunks.push(separator, text);
    const start = length + separator.length;
    length = start + text.length;
    if (length > maxTextLength) throw textTooLong(name, maxTextLength);
    if (joins) last.end = length;
    else blocks.push({ ...block, start, end: length });
    isApart = block.kind !== 'list';
  }

  for (const [index, line] of lines.entries()) {
    const depth = depths[index] ?? 0;
    const end = ends[index] ?? isValue;
    while ((apartUntil.at(-1) ?? Number.POSITIVE_INFINITY) <= index) {
      apartUntil.pop();
      isApart = true;
    }
    if (headings[index]) {
      append(line, { kind: 'heading', level: Math.min(6, depth + 1), title: line });
      margin = depth + 1;
      continue;
    }
    const size = end < 0 ? 0 : end - index;
    // Elements of one name in a row are records too.
    if (size > 0 && lines[end] === line && depths[end] === depth) repeated[depth] = line;
    const isRecord = line === '' || repeated[depth] === line;
    if (index >= wholeUntil && size > (isRecord ? 2 : minBlockLines)) {
      isApart = true;
      apartUntil.push(end);
      if (index > 0 && isRecord && size <= maxWholeLines && lines[index + 1] !== '') wholeUntil = end;
    }
    if (line === '') continue;
    const isProse = end < 0 && line.length >= proseLength;
    const indent = isProse ? '' : '  '.repeat(Math.max(0, Math.min(depth - margin, maxIndent)));
    append(`${indent}${line}${end < 0 ? '' : ':'}`, { kind: isProse ? 'paragraph' : 'list' });
  }
  return { text: chunks.join(''), blocks };
}

/**
 * A group may be a heading when only the end or another heading follows it: a value of the group around it must
 * not come to stand under it.
 */
function findHeadings({ lines, depths, ends }: Lines): Uint8Array {
  const headings = new Uint8Array(lines.length + 1);
  headings[lines.length] = 1;
  for (let index = lines.length - 1; index >= 0; index--) {
    const end = ends[index] ?? isValue;
    const line = lines[index] ?? '';
    if (end < 0 || line === '' || line.length > maxHeadingLength) continue;
    const depth = depths[index] ?? 0;
    if (depth >= maxHeadingDepth || end - index <= (depth === 0 ? 2 : minHeadingLines)) continue;
    headings[index] = headings[end] ?? 0;
  }
  return headings;
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}
