import { expect, it } from 'vitest';
import { loadPdfium, readPdfiumModule } from '../pdfium.ts';
import { tuneModule } from './tunedModule.ts';
import { appendEntries, readSections, sectionIds, writeNumber, writeSections } from './wasmSections.ts';

/** Its number in PDFium's module, and that of a function among what is exported. */
const readNumber = [0, ...writeNumber(738)];
const name = Buffer.from('readNumber');

interface NumberReader {
  read(text: string): { kind: number; bits: number };
}

async function createReader(file: Uint8Array): Promise<NumberReader> {
  const sections = readSections(Buffer.from(file)).map(({ id, content }) => ({
    id,
    content:
      id === sectionIds.exports
        ? appendEntries(content, [Buffer.from([name.length, ...name, ...readNumber])])
        : content,
  }));
  const bytes = writeSections(Buffer.from(file), sections);
  const { exports, memory } = await loadPdfium({ module: new WebAssembly.Module(new Uint8Array(bytes)) });
  const read = (exports as unknown as { readNumber(out: number, view: number): number }).readNumber;
  const place = exports.malloc(256);
  return {
    read(text) {
      const view = new DataView(memory());
      for (let at = 0; at < text.length; at++) view.setUint8(place + 16 + at, text.charCodeAt(at));
      view.setUint32(place + 8, place + 16, true);
      view.setUint32(place + 12, text.length, true);
      read(place, place + 8);
      return { kind: view.getUint8(place + 4), bits: view.getUint32(place, true) };
    },
  };
}

it('reads every number to the bit as PDFium does', async () => {
  const file = await readPdfiumModule();
  const plain = await createReader(file);
  const tuned = await createReader(tuneModule(file));
  expect(plain.read('-12.5')).toEqual({ kind: 2, bits: 0xc1480000 });
  const odd = [
    '',
    '-',
    '+',
    '.',
    '-.',
    '5.',
    '-5.',
    '.5',
    '-.5',
    '+.5',
    '--5',
    '-+5',
    '1-2',
    '1.2.3',
    '1.-2',
  ];
  const long = ['4294967295', '4294967296', '-2147483648', '-2147483649', '99999999999', '0.0000000001'];
  const edges = ['-0', '-0.0', '0.0', '16777215.0', '16777216.0', '1677721.5', '1677721.7', '00000012.5'];
  for (const text of [...odd, ...long, ...edges]) expect(tuned.read(text), text).toEqual(plain.read(text));
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  const wrong: string[] = [];
  for (let round = 0; round < 200_000; round++) {
    const digits = Array.from({ length: 1 + random(12) }, () => '0123456789'.charAt(random(10)));
    if (random(4) > 0) digits.splice(random(digits.length + 1), 0, '.');
    if (random(3) === 0) digits.unshift('-');
    if (random(50) === 0) digits.splice(random(digits.length), 0, '+-.'.charAt(random(3)));
    const text = digits.join('');
    const [a, b] = [tuned.read(text), plain.read(text)];
    if (a.kind !== b.kind || a.bits !== b.bits) wrong.push(text);
  }
  expect(wrong).toEqual([]);
});
