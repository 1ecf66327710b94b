import { expect, it } from 'vitest';
import { extractBytes } from '../testing/extractBytes.ts';
import { unpackRtf } from './compressedRtf.ts';
import { unwrapHtml } from './encapsulatedHtml.ts';

/** The first example of [MS-OXRTFCP], 4.1. */
const packed = Buffer.from(
  '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
  'hex',
);

it('unpacks the text of a message, also when it breaks off or lies', () => {
  const text = '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n';
  expect(Buffer.from(unpackRtf(packed)).toString()).toBe(text);
  for (let length = 0; length < packed.length; length++)
    expect(text.startsWith(Buffer.from(unpackRtf(packed.subarray(0, length))).toString())).toBe(true);
  const lying = Buffer.from(packed);
  lying.writeUInt32LE(0xffffffff, 4);
  expect(unpackRtf(lying).length).toBeLessThan(1_000);
});

it('finds the page that was wrapped in RTF', async () => {
  const rtf =
    '{\\rtf1\\ansi\\ansicpg1251\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fcharset204 Arial;}{\\f1\\fcharset0 Symbol;}}{\\*\\generator x;}\\uc1\\f0' +
    "{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2 {\\f1 Gr\\'fc\\'df\\u8364 ?}\\htmlrtf\\par}\\htmlrtf0 {\\*\\htmltag72 </p>}" +
    '{\\*\\mhtmltag never}{\\*\\htmltag84 &lt;}\\htmlrtf <\\htmlrtf0 \\{\\}}';
  expect(await unwrapHtml(Buffer.from(rtf, 'latin1'))).toBe('<p>Привет Grüß€</p>&lt;{}');
  expect(await unwrapHtml(Buffer.from('{\\rtf1\\ansi plain}'))).toBeUndefined();
});

/** An attribute of a `winmail.dat`: its level, number and type, length, data and a sum that nobody checks. */
function attribute(id: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head[0] = 2;
  head.writeUInt32LE(id, 1);
  head.writeUInt32LE(data.length, 5);
  return Buffer.concat([head, data, Buffer.alloc(2)]);
}

function property(id: number, type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(id, 2);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(value.length, 8);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function properties(...list: Buffer[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(list.length);
  return Buffer.concat([count, ...list]);
}

const winmail = Buffer.concat([
  Buffer.from('789f3e220100', 'hex'),
  attribute(0x69003, properties(property(0x1000, 0x1f, Buffer.from('The text in the pack.\0', 'utf16le')))),
  attribute(0x69002, Buffer.alloc(14)),
  attribute(0x18010, Buffer.from('REPORT~1.TXT\0')),
  attribute(0x6800f, Buffer.from('What is attached.')),
  attribute(0x69005, properties(property(0x3707, 0x1f, Buffer.from('Größe.txt\0', 'utf16le')))),
]);

it('reads text and attachments of a winmail.dat, whole or cut', async () => {
  const mail = (pack: Uint8Array) =>
    `From: a@example.org\nSubject: Pack\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/ms-tnef; name="winmail.dat"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(pack).toString('base64')}\n--b--\n`;
  const found = await extractBytes('a.eml', mail(winmail));
  expect(found.parts.map(({ text, locator }) => [locator.within?.[0]?.name, text]).slice(1)).toEqual([
    [undefined, 'The text in the pack.'],
    ['Größe.txt', 'What is attached.'],
  ]);
  for (let length = 0; length < winmail.length; length += 10) {
    const cut = await extractBytes('a.eml', mail(winmail.subarray(0, length)));
    expect(cut.parts[0]?.text).toContain('Subject: Pack');
  }
});
