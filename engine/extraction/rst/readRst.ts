import type { DocumentMetadata } from '@adiuva/contracts';
import { dedent, endOfIndented, indentOf } from '../flow/indentation.ts';
import type { FlowWriter } from '../office/flowWriter.ts';
import type { Place, RstContext, RstReading } from './context.ts';
import { readDirective } from './directives.ts';
import { plainText } from './inlineMarkup.ts';
import { gridTable, isGridBorder, isSimpleBorder, simpleTable } from './tables.ts';

const maxDepth = 30;
const bullet = /^([-*+•‣⁃])(?:[ \t]+|$)/;
const enumerator = /^(\(?(?:\d{1,9}|[a-zA-Z]|#|[ivxlcdm]{1,8}|[IVXLCDM]{1,8})[.)])[ \t]+\S/;
const field = /^:((?:[^:\\\n`]|\\.|:(?!\s)){1,80}):(?:[ \t]+(.*))?$/;

/** Writes the blocks of a reStructuredText document. */
export function readRst(text: string, writer: FlowWriter): RstReading {
  const context: RstContext = { metadata: {}, included: 0, writer, styles: [], isAtStart: true };
  readBlocks(text.split('\n'), context, { depth: 0, listLevel: 0, isQuote: false });
  return context;
}

export function readBlocks(lines: readonly string[], context: RstContext, place: Place, marker = ''): void {
  let index = 0;
  let pending = marker;
  const takeMarker = () => {
    const taken = pending;
    pending = '';
    return taken;
  };
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (indentOf(line) < 0) index++;
    else if (place.depth > maxDepth) {
      context.writer.block('paragraph', lines.slice(index).join('\n'));
      return;
    } else index = readBlock(lines, index, context, place, takeMarker);
  }
}

/** One block; returns the index after it. */
function readBlock(
  lines: readonly string[],
  index: number,
  context: RstContext,
  place: Place,
  takeMarker: () => string,
): number {
  const { writer } = context;
  const line = lines[index] ?? '';
  if (indentOf(line) > 0) {
    const end = endOfIndented(lines, index, 0);
    readBlocks(dedent(lines.slice(index, end)), context, { ...place, depth: place.depth + 1, isQuote: true });
    return end;
  }
  const titleEnd = readTitle(lines, index, context, place);
  if (titleEnd > index) return titleEnd;
  if (/^\.\.(?:[ \t]|$)/.test(line)) {
    const end = endOfIndented(lines, index + 1, 0);
    readExplicit(lines.slice(index, end), context, place);
    return end;
  }
  if (/^__[ \t]/.test(line)) return index + 1;
  if (isGridBorder(line)) {
    const end = endOfRun(lines, index, (next) => /^[+|]/.test(next));
    writer.table(gridTable(lines.slice(index, end)).map((row) => row.map(plainText)));
    return end;
  }
  if (isSimpleBorder(line)) {
    const table = simpleTable(lines, index);
    if (table) {
      writer.table(table.cells.map((row) => row.map(plainText)));
      return table.end;
    }
  }
  const item = bullet.exec(line)?.[0].length ?? 0;
  const number = item > 0 ? undefined : enumerator.exec(line)?.[1];
  if (item > 0 || number !== undefined) return readItem(lines, index, context, place, number);
  if (field.test(line)) return readField(lines, index, context, place);
  context.isAtStart = false;
  if (line.startsWith('>>> ')) {
    const end = endOfRun(lines, index, (next) => indentOf(next) >= 0);
    writer.block('code', lines.slice(index, end).join('\n'));
    return end;
  }
  if (/^\|[ \t]/.test(line)) {
    const end = endOfRun(lines, index, (next) => /^(?:\||[ \t]+\S)/.test(next));
    writer.block(
      'paragraph',
      lines
        .slice(index, end)
        .map((next) => plainText(next.replace(/^\|/, '')))
        .join('\n'),
    );
    return end;
  }
  return readParagraph(lines, index, context, place, takeMarker);
}

function endOfRun(lines: readonly string[], from: number, belongs: (line: string) => boolean): number {
  let end = from;
  while (end < lines.length && belongs(lines[end] ?? '')) end++;
  return end;
}

const maxAdornment = 400;

/** The mark that a line consists of, two or more of it; undefined for any other line. */
function markOf(line: string): string | undefined {
  if (line.length > maxAdornment) return undefined;
  const marks = line.trimEnd();
  const [mark = ''] = marks;
  if (marks.length < 2 || !/[!-/:-@[-`{-~]/.test(mark)) return undefined;
  return marks === mark.repeat(marks.length) ? mark : undefined;
}

/** A section title with a line of marks under it, or over and under it; a line of marks alone is a rule. */
function readTitle(lines: readonly string[], index: number, context: RstContext, place: Place): number {
  const line = lines[index] ?? '';
  const next = lines[index + 1] ?? '';
  const mark = markOf(line);
  if (mark !== undefined) {
    const under = lines[index + 2] ?? '';
    if (next.trim() !== '' && markOf(under) === mark && under.trim().length >= next.trim().length) {
      writeTitle(next, `${mark}${mark}`, context, place);
      return index + 3;
    }
    const isRule = line.trim().length >= 4 && next.trim() === '' && !isSimpleBorder(line);
    return isRule ? index + 1 : index;
  }
  const under = markOf(next);
  const width = next.trim().length;
  if (under === undefined || width < Math.min(line.trim().length, 4) || width < 2) return index;
  // Four letters over three dashes are a title; a sentence over two dots is not.
  if (width < line.trim().length * 0.6) return index;
  writeTitle(line, under, context, place);
  return index + 2;
}

function writeTitle(line: string, style: string, context: RstContext, place: Place): void {
  const title = plainText(line);
  if (!context.styles.includes(style)) context.styles.push(style);
  if (place.depth > 0) context.writer.block('paragraph', title);
  else context.writer.heading(context.styles.indexOf(style) + 1, title);
  if (context.isAtStart) context.metadata.title ??= title;
}

function readItem(
  lines: readonly string[],
  index: number,
  context: RstContext,
  place: Place,
  number: string | undefined,
): number {
  const line = lines[index] ?? '';
  const end = endOfIndented(lines, index + 1, 0);
  const text = line.slice(number?.length ?? 1);
  // Without an indented line the item ends with its own; a paragraph at the margin is another.
  const rest = lines.slice(index + 1, end);
  const indent = '  '.repeat(Math.min(place.listLevel, 10));
  const marker = `${indent}${number ?? '-'} `;
  context.isAtStart = false;
  const inner = { depth: place.depth + 1, listLevel: place.listLevel + 1, isQuote: place.isQuote };
  readBlocks([text.trimStart(), ...alignWithFirst(rest)], context, inner, marker);
  return end;
}

/** The lines under an item, moved to the margin that its first line now has. */
function alignWithFirst(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => indentOf(line) >= 0);
  if (first < 0) return [];
  return [...lines.slice(0, first).map(() => ''), ...dedent(lines.slice(first))];
}

/** Fields at the start say who wrote the document and when; elsewhere they are a list of names and values. */
function readField(lines: readonly string[], index: number, context: RstContext, place: Place): number {
  const [, name = '', value = ''] = field.exec(lines[index] ?? '') ?? [];
  const end = endOfIndented(lines, index + 1, 0);
  const rest = dedent(lines.slice(index + 1, end));
  const text = plainText([value, ...rest].join(' '));
  const key = name.toLowerCase();
  if (context.isAtStart) noteField(key, text, context.metadata);
  const indent = '  '.repeat(Math.min(place.listLevel, 10));
  if (text !== '') context.writer.line('list', `${indent}${plainText(name)}: ${text}`);
  return end;
}

function noteField(key: string, text: string, metadata: DocumentMetadata): void {
  if (key === 'author' || key === 'authors') metadata.author ??= text;
  if (key === 'title') metadata.title ??= text;
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time) && key === 'date') metadata.createdAt ??= time;
}

function readParagraph(
  lines: readonly string[],
  index: number,
  context: RstContext,
  place: Place,
  takeMarker: () => string,
): number {
  const end = endOfRun(lines, index, (line) => indentOf(line) === 0);
  const text = lines.slice(index, end).join(' ').trim();
  const next = indentOf(lines[end] ?? '');
  const isTerm = next > 0 && end === index + 1 && !text.endsWith('::');
  const marker = takeMarker();
  const shown = plainText(text.replace(/(^|\s)::$/, '').replace(/::$/, ':'));
  if (place.listLevel > 0) {
    const indent = '  '.repeat(Math.min(place.listLevel, 10));
    if (shown !== '') context.writer.line('list', `${marker || indent}${shown}`);
  } else if (shown !== '') context.writer.block(place.isQuote ? 'quote' : 'paragraph', shown);
  if (!text.endsWith('::')) {
    if (!isTerm) return end;
    const bodyEnd = endOfIndented(lines, end, 0);
    readBlocks(dedent(lines.slice(end, bodyEnd)), context, { ...place, depth: place.depth + 1 });
    return bodyEnd;
  }
  const literalEnd = endOfIndented(lines, end, 0);
  const literal = dedent(lines.slice(end, literalEnd));
  if (literal.length > 0) context.writer.block('code', literal.join('\n'));
  return literalEnd;
}

/** What begins with two dots: directives, footnotes, targets, comments. */
function readExplicit(lines: readonly string[], context: RstContext, place: Place): void {
  const head = (lines[0] ?? '').slice(2).trim();
  const body = lines.slice(1);
  const note = /^\[([^\]\n]{1,60})\][ \t]*(.*)$/.exec(head);
  if (note) {
    const text = plainText([note[2] ?? '', ...body].join(' '));
    if (text !== '') context.writer.block('footnote', `[${note[1]}] ${text}`);
    return;
  }
  const directive = /^([A-Za-z][\w.:+-]{0,60}?)[ \t]?::(?:[ \t]+(.*))?$/.exec(head);
  if (!directive) return;
  readDirective(
    (directive[1] ?? '').toLowerCase(),
    directive[2]?.trim() ?? '',
    dedent(body),
    context,
    { ...place, depth: place.depth + 1 },
    readBlocks,
  );
}
