import type { DocumentMetadata } from '@adiuva/contracts';
import { dedent, indentOf } from '../flow/indentation.ts';
import type { FlowWriter } from '../office/flowWriter.ts';

export interface OrgReading {
  metadata: DocumentMetadata;
  /** Lines that ask for another file. */
  included: number;
}

/** A longer table is written in pieces. */
const maxTableRows = 20_000;
const headline = /^(\*{1,50})[ \t]+(.*)$/;
const keyword = /^[ \t]*#\+([\w-]{1,60}):[ \t]*(.*)$/;
const blockStart = /^[ \t]*#\+begin_(\w{1,40})/i;
const item = /^[ \t]*(?:[-+]|\d{1,9}[.)]|[a-zA-Z][.)])(?:[ \t]|$)|^[ \t]+\*[ \t]/;
const drawer = /^[ \t]*:([\w-]{1,60}):[ \t]*$/;
const planning = /^[ \t]*(?:CLOSED|SCHEDULED|DEADLINE):/;
const proseBlocks = /^(?:quote|verse|center|abstract|note|warning|tip|info)$/i;

/** Writes the blocks of an Org document. */
export function readOrg(text: string, writer: FlowWriter): OrgReading {
  const reading: OrgReading = { metadata: {}, included: 0 };
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; ) {
    const line = lines[index] ?? '';
    const [, stars, title] = headline.exec(line) ?? [];
    if (stars !== undefined && title !== undefined) {
      writer.heading(stars.length, plainText(withoutMarks(title)));
      index++;
    } else if (line.trim() === '' || /^[ \t]*#(?:[ \t]|$)/.test(line) || /^[ \t]*-{5,}[ \t]*$/.test(line))
      index++;
    else if (blockStart.test(line)) index = readBlock(lines, index, writer);
    else if (keyword.test(line)) index = readKeyword(line, reading, writer, index);
    else if (drawer.test(line)) index = endOfDrawer(lines, index);
    else if (/^[ \t]*\|/.test(line)) index = readTable(lines, index, writer);
    else if (/^[ \t]*:(?:[ \t]|$)/.test(line)) index = readExample(lines, index, writer);
    else if (/^\[fn:[^\]\n]{1,60}\]/.test(line)) index = readFootnote(lines, index, writer);
    else if (item.test(line)) index = readItem(lines, index, writer);
    else index = readParagraph(lines, index, writer);
  }
  return reading;
}

/** Without the state of a task, its priority and its tags. */
function withoutMarks(title: string): string {
  return title
    .replace(/^(?:TODO|DONE|NEXT|WAITING|HOLD|CANCELLED|CANCELED)[ \t]+/, '')
    .replace(/^\[#[A-Z0-9]\][ \t]*/, '')
    .replace(/[ \t]+:[\w@#%:]{1,200}:[ \t]*$/, '');
}

function readKeyword(line: string, reading: OrgReading, writer: FlowWriter, index: number): number {
  const [, name = '', value = ''] = keyword.exec(line) ?? [];
  const text = plainText(value);
  const key = name.toLowerCase();
  const { metadata } = reading;
  if (key === 'include' || key === 'setupfile') reading.included++;
  else if (key === 'title' && text !== '') {
    metadata.title = metadata.title ? `${metadata.title} ${text}` : text;
    writer.block('paragraph', text);
  } else if (key === 'author' && text !== '') metadata.author ??= text;
  else if (key === 'date') {
    const day = /\d{4}-\d{2}-\d{2}/.exec(value)?.[0];
    const time = day ? Date.parse(day) : Number.NaN;
    if (!Number.isNaN(time)) metadata.createdAt ??= time;
  } else if (key === 'language' && /^[a-z]{2}(?:[-_]|$)/i.test(text)) {
    metadata.language ??= text.slice(0, 2).toLowerCase();
  } else if (key === 'caption' || key === 'subtitle' || key === 'description') {
    if (text !== '') writer.block(key === 'caption' ? 'caption' : 'paragraph', text);
  }
  return index + 1;
}

function readBlock(lines: readonly string[], index: number, writer: FlowWriter): number {
  const kind = blockStart.exec(lines[index] ?? '')?.[1] ?? '';
  const closing = `#+end_${kind.toLowerCase()}`;
  let end = index + 1;
  while (end < lines.length && (lines[end] ?? '').trim().toLowerCase() !== closing) {
    // A block that nobody closed ends before the next headline.
    if (headline.test(lines[end] ?? '')) break;
    end++;
  }
  const content = dedent(lines.slice(index + 1, end));
  if (/^comment$/i.test(kind) || /^export$/i.test(kind)) {
    // Nothing to read.
  } else if (proseBlocks.test(kind)) {
    for (const paragraph of content.join('\n').split(/\n{2,}/))
      writer.block('quote', paragraph.split('\n').map(plainText).join('\n'));
  } else writer.block('code', content.map((line) => line.replace(/^,(?=[*#])/, '')).join('\n'));
  const isClosed = (lines[end] ?? '').trim().toLowerCase() === closing;
  return isClosed ? end + 1 : end;
}

function endOfDrawer(lines: readonly string[], index: number): number {
  for (let end = index + 1; end < lines.length && end < index + 1_000; end++) {
    if (/^[ \t]*:end:[ \t]*$/i.test(lines[end] ?? '')) return end + 1;
    if (headline.test(lines[end] ?? '')) break;
  }
  return index + 1;
}

function readTable(lines: readonly string[], index: number, writer: FlowWriter): number {
  const cells: string[][] = [];
  let end = index;
  for (; end < lines.length && /^[ \t]*\|/.test(lines[end] ?? ''); end++) {
    const line = (lines[end] ?? '').trim();
    if (/^\|[-+]/.test(line)) continue;
    const inner = line.slice(1, line.endsWith('|') ? -1 : undefined);
    const row = inner.split('|').map(plainText);
    // Widths and alignments, which only the editor reads.
    if (!row.every((cell) => /^(?:<[lrc]?\d*>)?$/.test(cell))) cells.push(row);
    if (cells.length >= maxTableRows) writer.table(cells.splice(0));
  }
  writer.table(cells);
  return end;
}

function readExample(lines: readonly string[], index: number, writer: FlowWriter): number {
  let end = index;
  while (end < lines.length && /^[ \t]*:(?:[ \t]|$)/.test(lines[end] ?? '')) end++;
  const content = lines.slice(index, end).map((line) => line.trimStart().slice(1).replace(/^ /, ''));
  writer.block('code', content.join('\n'));
  return end;
}

function readFootnote(lines: readonly string[], index: number, writer: FlowWriter): number {
  const end = endOfParagraph(lines, index + 1);
  const text = lines.slice(index, end).join(' ');
  writer.block('footnote', plainText(text.replace(/^\[fn:([^\]]{1,60})\]/, '[$1]')));
  return end;
}

/** An item and the lines that are indented under it. */
function readItem(lines: readonly string[], index: number, writer: FlowWriter): number {
  const line = lines[index] ?? '';
  const indent = Math.max(0, indentOf(line));
  let end = index + 1;
  while (end < lines.length) {
    const next = lines[end] ?? '';
    if (indentOf(next) <= indent || isSpecial(next) || item.test(next)) break;
    end++;
  }
  const marker = /^\d|^[a-zA-Z][.)]/.exec(line.trimStart())
    ? (/^\S+/.exec(line.trimStart())?.[0] ?? '-')
    : '-';
  const text = [line.trimStart().replace(/^\S+/, ''), ...lines.slice(index + 1, end)].join(' ');
  const shown = plainText(text).replace(/^\[[ xX-]\] /, (box) => box);
  writer.line('list', `${' '.repeat(Math.min(indent, 20))}${marker} ${shown}`);
  return end;
}

function isSpecial(line: string): boolean {
  return (
    line.trim() === '' ||
    headline.test(line) ||
    blockStart.test(line) ||
    keyword.test(line) ||
    drawer.test(line) ||
    /^[ \t]*[|:](?:[ \t]|$)/.test(line)
  );
}

function endOfParagraph(lines: readonly string[], index: number): number {
  let end = index;
  while (end < lines.length && !isSpecial(lines[end] ?? '') && !item.test(lines[end] ?? '')) end++;
  return end;
}

function readParagraph(lines: readonly string[], index: number, writer: FlowWriter): number {
  const end = Math.max(index + 1, endOfParagraph(lines, index));
  const shown = lines.slice(index, end).map((line) => (planning.test(line) ? line : plainText(line)));
  writer.block('paragraph', shown.join('\n'));
  return end;
}

/** A line as it is read: links by their words, emphasis without its marks. Every pattern is bounded. */
function plainText(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (!/[[~=*/_+]/.test(line)) return line;
  return line
    .replace(/\[\[([^\][]{1,1000})\]\[([^\][]{1,1000})\]\]/g, '$2')
    .replace(/\[\[([^\][]{1,1000})\]\]/g, '$1')
    .replace(/(^|[\s('"{-])([~=*/_+])(?=\S)([^~=*/_+]{0,300}?\S)\2(?=$|[\s.,;:!?'")}-])/g, '$1$3');
}
