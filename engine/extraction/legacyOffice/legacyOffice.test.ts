import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openCompoundFile } from '../office/compoundFile.ts';
import { buildCompoundFile } from '../testing/buildCompoundFile.ts';
import { shown } from '../testing/buildPackage.ts';
import { extractBytes } from '../testing/extractBytes.ts';

/** A record of a PowerPoint stream. */
function record(type: number, content: Uint8Array | Uint8Array[], instance = 0): Uint8Array {
  const isContainer = Array.isArray(content);
  const body = isContainer ? Buffer.concat(content) : content;
  const head = Buffer.alloc(8);
  head.writeUInt16LE((instance << 4) | (isContainer ? 0xf : 0), 0);
  head.writeUInt16LE(type, 2);
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

function words(...values: number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value >>> 0, index * 4);
  return bytes;
}

const text = (kind: number, content: string) => [
  record(0x0f9f, words(kind)),
  record(0x0fa0, Buffer.from(content, 'utf16le')),
];

function shape(left: number, top: number, ...content: Uint8Array[]): Uint8Array {
  const anchor = Buffer.alloc(8);
  for (const [index, value] of [top, left, left + 900, top + 900].entries())
    anchor.writeInt16LE(value, index * 2);
  return record(0xf004, [record(0xf010, anchor), record(0xf00d, content)]);
}

/** Two slides, the second listed first; the title of one stands in the outline. */
function buildPpt(token = 0xe391c05f): Uint8Array {
  const drawing = (...shapes: Uint8Array[]) =>
    record(0x040c, [record(0xf002, [record(0xf003, [record(0xf004, []), ...shapes])])]);
  const hidden = Buffer.alloc(16);
  hidden.writeUInt16LE(4, 10);
  const slides = [
    record(0x03ee, [
      record(0x03ef, words(0, 0, 0, 0, 7, 0)),
      drawing(
        shape(3000, 2000, ...text(4, 'right')),
        shape(100, 2000, ...text(1, 'Żółw\rgoes on')),
        shape(100, 100, record(0x0f9e, words(0))),
      ),
    ]),
    record(0x03ee, [record(0x03f9, hidden), drawing(shape(0, 0, ...text(0, 'Hidden')))]),
    record(0x03f0, [drawing(shape(0, 0, ...text(2, 'Speak slowly')))]),
  ];
  const persist = (page: number, id: number) => record(0x03f3, words(page, 0, 0, id, 0));
  const document = record(0x03e8, [
    record(0x0ff0, [persist(3, 256), persist(2, 257), ...text(0, 'From the outline')], 0),
    record(0x0ff0, [persist(4, 7)], 2),
  ]);
  const pages = [document, ...slides];
  const offsets: number[] = [];
  let at = 0;
  for (const page of pages) {
    offsets.push(at);
    at += page.length;
  }
  const directory = record(0x1772, words((pages.length << 20) | 1, ...offsets));
  const edit = record(0x0ff5, words(0, 0, 0, at, 1, 0, 0));
  return buildCompoundFile({
    'PowerPoint Document': Buffer.concat([...pages, directory, edit]),
    'Current User': Buffer.concat([Buffer.alloc(8), words(20, token, at + directory.length)]),
  });
}

it('reads all that a person sees of a Word document of 1997', async () => {
  const bytes = readFileSync(new URL('./fixtures/kinds.doc', import.meta.url));
  const found = await extractBytes('kinds.doc', bytes);
  expect(found.metadata).toMatchObject({
    title: 'Ein Führer',
    author: 'Zoë Müller',
    createdAt: Date.UTC(2024, 0, 2, 3, 4),
  });
  expect(shown(found.parts)).toEqual([
    'paragraph: Draft of the guide',
    'heading1: Field guide',
    'heading1: Foxes',
    'paragraph: Zażółć gęślą jaźń — 狐狸[1] and',
    'list: 1. first\n  a) inner\n2. second',
    'footnote: [1] A note on foxes.',
    'footnote: Comment (Ann Lee): Sure?',
    'heading2: Tables',
    'table: | Animal | Count | Seen |\n| --- | --- | --- |\n| Fox | 3 | north · south |\n|  | 4 | west |',
    'paragraph: The end[2]',
    'footnote: [2] Sources.',
    'paragraph: Fox Society',
  ]);
});

it('reads slides of PowerPoint 97 in the order in which they are shown', async () => {
  const found = await extractBytes('kinds.ppt', buildPpt());
  expect(found.mediaType).toBe('application/vnd.ms-powerpoint');
  expect(found.metadata.pageCount).toBe(2);
  expect(found.parts.map(({ locator }) => locator)).toMatchObject([
    { kind: 'slide', slide: 1 },
    { kind: 'slide', slide: 2 },
  ]);
  expect(shown(found.parts)).toEqual([
    'heading1: Hidden',
    'caption: (Hidden slide)',
    'heading1: From the outline',
    'list: - Żółw\n- goes on',
    'paragraph: right',
    'paragraph: Notes:',
    'paragraph: Speak slowly',
  ]);
});

it('says so when a password is needed', async () => {
  const word = new Uint8Array(readFileSync(new URL('./fixtures/kinds.doc', import.meta.url)));
  const at = Buffer.from(word).indexOf(Buffer.from([0xec, 0xa5]));
  word[at + 0x0b] = (word[at + 0x0b] ?? 0) | 1;
  for (const [name, bytes] of [
    ['locked.doc', word],
    ['locked.ppt', buildPpt(0xf3d1c4df)],
    [
      'locked.docx',
      buildCompoundFile({ EncryptedPackage: new Uint8Array(8), EncryptionInfo: new Uint8Array(8) }),
    ],
  ] as const)
    await expect(extractBytes(name, bytes), name).rejects.toMatchObject({ code: 'file_encrypted' });
});

it('ends whatever the chains of sectors and records say', async () => {
  const circle = buildCompoundFile({ WordDocument: new Uint8Array(9_000) });
  new DataView(circle.buffer).setUint32(512 + 4 * 4, 2, true);
  expect(openCompoundFile(circle).read('WordDocument')?.length).toBeLessThan(10_000);
  const tree = buildCompoundFile({ a: new Uint8Array(1), b: new Uint8Array(1) });
  // The second entry names itself, the first and the root as neighbours.
  for (const field of [68, 72, 76]) new DataView(tree.buffer).setUint32(1024 + 256 + field, 1, true);
  expect(openCompoundFile(tree).names).toEqual(['a', 'b']);

  const originals = [readFileSync(new URL('./fixtures/kinds.doc', import.meta.url)), Buffer.from(buildPpt())];
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return seed % below;
  };
  for (let round = 0; round < 150; round++) {
    const bytes = Buffer.from(originals[round % 2] ?? []);
    for (let change = 0; change < 12; change++)
      bytes.writeUInt32LE(
        [0, 1, 0xffffffff, 0x7fffffff, random(65_536)][random(5)] ?? 0,
        8 + random(bytes.length - 12),
      );
    const cut = bytes.subarray(0, random(4) === 0 ? random(bytes.length) + 1 : bytes.length);
    const code = await extractBytes(round % 2 === 0 ? 'a.doc' : 'a.ppt', cut).then(
      () => 'indexed',
      (error: { code: string }) => error.code,
    );
    expect(code).toMatch(
      /^(?:indexed|file_malformed|file_empty|file_encrypted|file_unsupported|file_no_text)$/,
    );
  }
}, 30_000);
