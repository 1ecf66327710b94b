import { decodeBytes } from '../office/codePages.ts';
import { unpackRtf } from './compressedRtf.ts';
import { unwrapHtml } from './encapsulatedHtml.ts';
import { mapi } from './mapiProperties.ts';

const signature = 0x223e9f78;
const attachmentBegins = 0x9002;
const attachmentProperties = 0x9005;
const attachmentTitle = 0x8010;
const attachmentData = 0x800f;
const messageProperties = 0x9003;
const messageBody = 0x800c;
const codePage = 0x9007;
const maxAttachments = 10_000;
const maxValues = 10_000;

/** What Outlook packs into a `winmail.dat` ([MS-OXTNEF]). */
export interface TnefContents {
  html: string | undefined;
  text: string | undefined;
  attachments: TnefAttachment[];
}

export interface TnefAttachment {
  name: string;
  /** A message within is a `winmail.dat` again. */
  content: Uint8Array;
}

export function isTnef(bytes: Uint8Array): boolean {
  return bytes.length > 6 && viewOf(bytes).getUint32(0, true) === signature;
}

/** As much as there is of one that breaks off. */
export async function readTnef(bytes: Uint8Array): Promise<TnefContents> {
  const view = viewOf(bytes);
  let page = 1252;
  const contents: TnefContents = { html: undefined, text: undefined, attachments: [] };
  let current: TnefAttachment | undefined;
  for (let at = 6; at + 9 <= bytes.length; ) {
    const id = view.getUint32(at + 1, true) & 0xffff;
    const length = view.getUint32(at + 5, true);
    const data = bytes.subarray(at + 9, at + 9 + length);
    // A checksum of two bytes stands behind it.
    at += 9 + length + 2;
    if (id === codePage && data.length >= 4) page = viewOf(data).getUint32(0, true);
    else if (id === messageBody) contents.text ??= textOf(data, page);
    else if (id === messageProperties) await readBody(readProperties(data), contents, page);
    else if (id === attachmentBegins && contents.attachments.length < maxAttachments) {
      current = { name: '', content: new Uint8Array() };
      contents.attachments.push(current);
    } else if (current && id === attachmentTitle) current.name ||= textOf(data, page);
    else if (current && id === attachmentData) current.content = data;
    else if (current && id === attachmentProperties) readAttachment(readProperties(data), current, page);
  }
  return contents;
}

async function readBody(properties: Properties, contents: TnefContents, page: number): Promise<void> {
  const html = properties.get(mapi.html);
  if (html) contents.html = decodeBytes(html.bytes, html.type === 0x001f ? 1200 : page);
  const packed = properties.get(mapi.packedRtf);
  if (!contents.html && packed) contents.html = await unwrapHtml(unpackRtf(packed.bytes));
  const body = properties.get(mapi.body);
  if (body) contents.text = body.type === 0x001f ? textOf(body.bytes, 1200) : textOf(body.bytes, page);
}

function readAttachment(properties: Properties, attachment: TnefAttachment, page: number): void {
  const name = properties.get(mapi.attachName);
  if (name) attachment.name = textOf(name.bytes, name.type === 0x001f ? 1200 : page);
  const data = properties.get(mapi.attachData);
  // Objects have the number of their interface before them.
  if (data) attachment.content = data.type === 0x000d ? data.bytes.subarray(16) : data.bytes;
}

type Properties = Map<number, { type: number; bytes: Uint8Array }>;

const fixedSizes: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};

/** Properties one after the other, each padded to four bytes; ends where it makes no sense any more. */
function readProperties(data: Uint8Array): Properties {
  const properties: Properties = new Map();
  const view = viewOf(data);
  const padded = (length: number) => (length + 3) & ~3;
  let at = 4;
  const count = data.length >= 4 ? Math.min(view.getUint32(0, true), maxValues) : 0;
  for (let index = 0; index < count && at + 8 <= data.length; index++) {
    const type = view.getUint16(at, true);
    const id = view.getUint16(at + 2, true);
    at += 4;
    if (id >= 0x8000) {
      if (at + 24 > data.length) break;
      const isNamed = view.getUint32(at + 16, true) === 1;
      at += 24 + (isNamed ? padded(view.getUint32(at + 20, true)) : 0);
    }
    const single = type & 0x0fff;
    const isVariable = [0x0d, 0x1e, 0x1f, 0x102].includes(single);
    const isMany = (type & 0x1000) !== 0;
    if (at + 4 > data.length) break;
    const values = isVariable || isMany ? view.getUint32(at, true) : 1;
    if (isVariable || isMany) at += 4;
    for (let value = 0; value < values && value < maxValues && at < data.length; value++) {
      if (isVariable && at + 4 > data.length) return properties;
      const length = isVariable ? view.getUint32(at, true) : fixedSizes[single];
      if (length === undefined) return properties;
      if (isVariable) at += 4;
      if (!properties.has(id)) properties.set(id, { type: single, bytes: data.subarray(at, at + length) });
      at += padded(length);
    }
  }
  return properties;
}

function textOf(bytes: Uint8Array, page: number): string {
  return decodeBytes(bytes, page).replace(/\0+$/, '');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
