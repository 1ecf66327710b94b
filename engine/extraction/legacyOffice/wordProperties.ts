import { viewOf, type WordFile } from './wordFile.ts';

/** What is said of a paragraph, as far as a reader sees it. */
export interface ParagraphProperties {
  style: number;
  isInTable: boolean;
  isRowEnd: boolean;
  tableLevel: number;
  isInnerCell: boolean;
  isInnerRowEnd: boolean;
  outline: number | undefined;
  list: number | undefined;
  listLevel: number | undefined;
  /** Of a row's end: its cells that belong to a merged one before or above them. */
  covered: boolean[];
}

/** What is said of characters, where it changes what is shown. */
export interface CharacterRun {
  start: number;
  end: number;
  isHidden: boolean;
  /** A sign in a symbol font. */
  symbol: { font: number; code: number } | undefined;
}

const pageBytes = 512;
const maxPages = 200_000;

const noProperties: ParagraphProperties = {
  style: 0,
  isInTable: false,
  isRowEnd: false,
  tableLevel: 0,
  isInnerCell: false,
  isInnerRowEnd: false,
  outline: undefined,
  list: undefined,
  listLevel: undefined,
  covered: [],
};

/** Finds the paragraph properties that hold at a byte of the text; [MS-DOC] 2.4.6.1. */
export function createParagraphFinder(file: WordFile): (offset: number) => ParagraphProperties {
  const pages = pageTable(file, 13);
  let known: { page: number; paragraphs: { start: number; end: number; at: number }[] } = {
    page: -1,
    paragraphs: [],
  };
  let last: { start: number; end: number; properties: ParagraphProperties } | undefined;

  return function find(offset) {
    if (last && offset >= last.start && offset < last.end) return last.properties;
    const page = pages.find(offset);
    if (page === undefined) return noProperties;
    if (known.page !== page) known = { page, paragraphs: readParagraphPage(file, page) };
    const found = known.paragraphs.find(({ start, end }) => offset >= start && offset < end);
    if (!found) return noProperties;
    last = { ...found, properties: readParagraph(file, found.at, page * pageBytes + pageBytes) };
    return last.properties;
  };
}

/** Runs that are hidden, deleted or signs of a symbol font, in order of their offsets. */
export function readCharacterRuns(file: WordFile): CharacterRun[] {
  const runs: CharacterRun[] = [];
  for (const page of pageTable(file, 12).all) {
    const base = page * pageBytes;
    if (base + pageBytes > file.stream.length) continue;
    const count = file.stream[base + pageBytes - 1] ?? 0;
    if ((count + 1) * 4 + count > pageBytes - 1) continue;
    for (let index = 0; index < count; index++) {
      const word = file.stream[base + (count + 1) * 4 + index] ?? 0;
      if (word === 0) continue;
      const at = base + word * 2;
      const run: CharacterRun = {
        start: file.view.getUint32(base + index * 4, true),
        end: file.view.getUint32(base + index * 4 + 4, true),
        isHidden: false,
        symbol: undefined,
      };
      eachProperty(
        file.stream,
        at + 1,
        Math.min(at + 1 + (file.stream[at] ?? 0), base + pageBytes),
        (code, value) => {
          // Hidden; deleted, and the deletion not yet accepted.
          if (code === 0x083c || code === 0x0800) run.isHidden ||= (value.getUint8(0) & 1) === 1;
          if (code === 0x6a09 && value.byteLength >= 4)
            run.symbol = { font: value.getUint16(0, true), code: value.getUint16(2, true) };
        },
      );
      if ((run.isHidden || run.symbol) && run.end > run.start) runs.push(run);
    }
  }
  return runs.sort((a, b) => a.start - b.start);
}

/** Pages of properties by the bytes of text they speak of. */
function pageTable({ tableView, structure }: WordFile, index: number) {
  const { at, length } = structure(index);
  const count = length < 12 ? 0 : Math.min(Math.floor((length - 4) / 8), maxPages);
  const starts = Array.from({ length: count + 1 }, (_, entry) =>
    count === 0 ? 0 : tableView.getUint32(at + entry * 4, true),
  );
  const all = Array.from(
    { length: count },
    (_, entry) => tableView.getUint32(at + (count + 1) * 4 + entry * 4, true) & 0x3fffff,
  );
  return {
    all,
    find(offset: number): number | undefined {
      let low = 0;
      let high = count - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        if (offset < (starts[middle] ?? 0)) high = middle - 1;
        else if (offset >= (starts[middle + 1] ?? 0)) low = middle + 1;
        else return all[middle];
      }
      return undefined;
    },
  };
}

function readParagraphPage({ stream, view }: WordFile, page: number) {
  const base = page * pageBytes;
  if (base + pageBytes > stream.length) return [];
  const count = stream[base + pageBytes - 1] ?? 0;
  if ((count + 1) * 4 + count * 13 > pageBytes - 1) return [];
  return Array.from({ length: count }, (_, index) => ({
    start: view.getUint32(base + index * 4, true),
    end: view.getUint32(base + index * 4 + 4, true),
    at: base + (stream[base + (count + 1) * 4 + index * 13] ?? 0) * 2,
  }));
}

function readParagraph({ stream, view }: WordFile, at: number, pageEnd: number): ParagraphProperties {
  if (at % pageBytes === 0) return noProperties;
  const words = stream[at] ?? 0;
  const start = words === 0 ? at + 2 : at + 1;
  const end = Math.min(words === 0 ? start + (stream[at + 1] ?? 0) * 2 : start + words * 2 - 1, pageEnd);
  if (start + 2 > end) return noProperties;
  const found = { ...noProperties, style: view.getUint16(start, true) };
  eachProperty(stream, start + 2, end, (code, value) => {
    const byte = value.getUint8(0);
    if (code === 0x4600) found.style = value.getUint16(0, true);
    else if (code === 0x2416) found.isInTable = byte === 1;
    else if (code === 0x2417) found.isRowEnd = byte === 1;
    else if (code === 0x6649) found.tableLevel = Math.max(0, value.getInt32(0, true));
    else if (code === 0x244b) found.isInnerCell = byte === 1;
    else if (code === 0x244c) found.isInnerRowEnd = byte === 1;
    else if (code === 0x2640) found.outline = byte;
    else if (code === 0x260a) found.listLevel = byte;
    else if (code === 0x460b) found.list = value.getUint16(0, true);
    else if (code === 0xd608) found.covered = readCovered(value);
  });
  return found;
}

/** [MS-DOC] 2.9.317: the number of cells, their edges, then 20 bytes a cell. */
function readCovered(value: DataView): boolean[] {
  const count = value.getUint8(0);
  const covered: boolean[] = [];
  for (let index = 0; index < count; index++) {
    const at = 1 + (count + 1) * 2 + index * 20;
    if (at + 2 > value.byteLength) break;
    const flags = value.getUint16(at, true);
    covered.push((flags & 2) !== 0 || ((flags >> 5) & 3) === 1);
  }
  return covered;
}

/** Lengths of properties by the three highest bits of their code; [MS-DOC] 2.6. */
const lengths = [1, 1, 2, 4, 2, 2, undefined, 3];

function eachProperty(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (code: number, value: DataView) => void,
): void {
  const view = viewOf(bytes);
  const limit = Math.min(end, bytes.length);
  for (let at = start; at + 3 <= limit; ) {
    const code = view.getUint16(at, true);
    at += 2;
    let length = lengths[code >> 13];
    if (length === undefined) {
      // Tables say their length in two bytes, all others in one.
      const isTable = code === 0xd608;
      length = isTable ? view.getUint16(at, true) - 1 : (bytes[at] ?? 0);
      at += isTable ? 2 : 1;
    }
    if (length <= 0 || at + length > limit) return;
    visit(code, new DataView(bytes.buffer, bytes.byteOffset + at, length));
    at += length;
  }
}
