import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import wabt from 'wabt';
import { buildPdf, column } from '../../../testing/buildPdf.ts';
import type { PdfDocument, PdfPage, PdfParser } from '../../pdfParser.ts';
import { loadPdfium, readPdfiumModule } from '../pdfium.ts';
import { createPdfiumParser } from '../pdfiumParser.ts';
import { blocksModule, drawingModule, functionsModule, numbersModule } from './functions.generated.ts';
import { isKnownModule, tuneModule } from './tunedModule.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const corpus = path('../../../../../../shared/corpus/documents/pdf');

// `UPDATE_GENERATED=1` writes the modules anew.
it('the checked-in functions are what their sources compile to', async () => {
  const { parseWat } = await wabt();
  const compile = (name: string) => {
    const source = readFileSync(path(`./${name}`), 'utf8');
    return Buffer.from(parseWat(name, source, { simd: true }).toBinary({}).buffer).toString('base64');
  };
  const compiled = {
    blocksModule: compile('blocks.wat'),
    functionsModule: compile('functions.wat'),
    numbersModule: compile('numbers.wat'),
    drawingModule: compile('drawing.wat'),
  };
  if (process.env.UPDATE_GENERATED) {
    const constants = Object.entries(compiled).map(
      ([name, value]) => `export const ${name} =\n  '${value}';\n`,
    );
    const head = '// Compiled from the .wat files here; tunedModule.test.ts says how.\n';
    writeFileSync(path('./functions.generated.ts'), head + constants.join(''));
    return;
  }
  expect(compiled).toEqual({ blocksModule, functionsModule, numbersModule, drawingModule });
});

it('the installed PDFium is the build that is tuned; any other is left as it is', async () => {
  const file = await readPdfiumModule();
  expect(isKnownModule(file)).toBe(true);
  expect(Buffer.from(tuneModule(file)).equals(file)).toBe(false);
  const other = Buffer.from(file);
  other.writeUInt8(other.readUInt8(other.length - 1) ^ 1, other.length - 1);
  expect(tuneModule(other)).toBe(other);
});

describe('every page reads the same with and without', () => {
  it('of a document drawn by hand', async () => {
    const parsers = await createParsers();
    const lines = Array.from({ length: 50 }, (_, line) => `Line ${line} ${'word '.repeat(line % 13)}`);
    const document = buildPdf([
      { lines: column(['The first line of a page, a hyphen-', 'ated word and a (bracket).'], 60, 700) },
      { lines: column(lines, 60, 750) },
      { lines: [{ text: 'שלום עולם', x: 400, y: 700, spacing: -10 }] },
      // Seen in a mirror, as some programs write what runs from right to left.
      { lines: [{ text: 'שלום עולם', x: 400, y: 700, matrix: [-1, 0, 0, 1] }] },
      { lines: [{ text: 'Latin in a mirror', x: 400, y: 700, matrix: [1, 0, 0, -1] }] },
    ]);
    compare(parsers, document);
    const [, , level, mirrored] = readAll(parsers.tuned, document);
    expect(mirrored?.text).not.toBe(level?.text);
  });

  it.skipIf(!existsSync(corpus))('of the documents in ../shared', { timeout: 120_000 }, async () => {
    const parsers = await createParsers();
    for (const name of readdirSync(corpus)) compare(parsers, readFileSync(join(corpus, name)));
  });
});

it('short copies and fills do what the instructions do, overlapping ones too', async () => {
  const module = new WebAssembly.Module(new Uint8Array(Buffer.from(blocksModule, 'base64')));
  const { exports } = new WebAssembly.Instance(module);
  const { memory, copy, copy80, fill } = exports as unknown as {
    memory: WebAssembly.Memory;
    copy(to: number, from: number, size: number): void;
    copy80(to: number, from: number): void;
    fill(to: number, value: number, size: number): void;
  };
  const bytes = new Uint8Array(memory.buffer, 0, 1024);
  const refill = () => {
    for (let index = 0; index < bytes.length; index++) bytes[index] = (index * 31 + (index >> 3)) & 255;
    return Uint8Array.from(bytes);
  };
  for (let size = 0; size <= 150; size++) {
    for (const to of [0, 299, 300, 301, 308, 316, 360, 600]) {
      const copied = refill().copyWithin(to, 300, 300 + size);
      copy(to, 300, size);
      expect(bytes, `${size} bytes to ${to}`).toEqual(copied);
      if (size !== 80) continue;
      refill();
      copy80(to, 300);
      expect(bytes, `80 bytes to ${to}`).toEqual(copied);
    }
    for (const value of [0, 7, 0x1ff, -2]) {
      const filled = refill().fill(value, 300, 300 + size);
      fill(300, value, size);
      expect(bytes, `${size} bytes of ${value}`).toEqual(filled);
    }
  }
});

it('blocks of memory are apart from one another, used again, and not freed twice', async () => {
  const { exports, memory } = await loadPdfium();
  const blocks: { at: number; size: number; mark: number }[] = [];
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  const isWhole = ({ at, size, mark }: (typeof blocks)[number]) =>
    new Uint8Array(memory(), at, size).every((byte) => byte === mark);
  let largest = 0;
  for (let step = 0; step < 60_000; step++) {
    if (blocks.length < 2000 || random(2) === 0) {
      const block = { size: random(20) === 0 ? random(5000) : random(260), mark: random(256), at: 0 };
      block.at = exports.malloc(block.size);
      expect(block.at % 8).toBe(0);
      new Uint8Array(memory(), block.at, block.size).fill(block.mark);
      blocks.push(block);
    } else {
      const [block] = blocks.splice(random(blocks.length), 1);
      if (!block) continue;
      expect(isWhole(block)).toBe(true);
      exports.free(block.at);
    }
    if (step === 30_000) largest = memory().byteLength;
  }
  expect(blocks.every(isWhole)).toBe(true);
  expect(memory().byteLength).toBeLessThan(largest * 2);
  const block = exports.malloc(40);
  exports.free(block);
  exports.free(exports.malloc(80));
  expect(() => exports.free(block)).toThrow('unreachable');
});

interface Parsers {
  tuned: PdfParser;
  plain: PdfParser;
}

async function createParsers(): Promise<Parsers> {
  const module = new WebAssembly.Module(new Uint8Array(await readPdfiumModule()));
  return { tuned: await createPdfiumParser(), plain: await createPdfiumParser({ module }) };
}

function compare({ tuned, plain }: Parsers, bytes: Uint8Array): void {
  expect(readAll(tuned, bytes)).toEqual(readAll(plain, bytes));
}

const comparedPages = 30;

function readAll(parser: PdfParser, bytes: Uint8Array): { text: string; hash: string }[] {
  const document = openOrFail(parser, bytes);
  if (typeof document === 'string') return [{ text: document, hash: '' }];
  try {
    const count = Math.min(comparedPages, document.pageCount);
    return Array.from({ length: count }, (_, index) => summarise(document.readPage(index)));
  } finally {
    document.close();
  }
}

function openOrFail(parser: PdfParser, bytes: Uint8Array): PdfDocument | string {
  try {
    return parser.open(bytes);
  } catch (error) {
    return String(error);
  }
}

/** The characters, and all that is known of them and of the page as a hash. */
function summarise(page: PdfPage | null): { text: string; hash: string } {
  if (!page) return { text: '', hash: 'unreadable' };
  const { count, codes, left, right, top, bottom, x, y, flags, style, styles } = page.glyphs;
  const hash = createHash('sha256').update(JSON.stringify([page.width, page.height, page.marks, styles]));
  for (const values of [codes, left, right, top, bottom, x, y, flags, style]) {
    const used = values.subarray(0, count);
    hash.update(new Uint8Array(used.buffer, used.byteOffset, used.byteLength));
  }
  return { text: String.fromCodePoint(...codes.subarray(0, count)), hash: hash.digest('hex') };
}
