import type { DocumentMetadata } from '@adiuva/contracts';
import { decodeBytes } from './codePages.ts';
import type { CompoundFile } from './compoundFile.ts';
import { documentProperties } from './packageProperties.ts';

const maxProperties = 1_000;
const maxValueLength = 2_000;
/** 100 nanoseconds from 1601 to 1970. */
const filetimeEpoch = 116_444_736_000_000_000n;

type Value = string | number;

/** Title, author, times and page or slide count of an old office document; [MS-OLEPS]. */
export function readSummaryInformation(file: CompoundFile): DocumentMetadata {
  const summary = readSet(file.read('\u0005SummaryInformation'));
  const document = readSet(file.read('\u0005DocumentSummaryInformation'));
  const text = (id: number) => {
    const value = summary.get(id);
    return typeof value === 'string' ? value : undefined;
  };
  const number = (values: ReadonlyMap<number, Value>, id: number) => {
    const value = values.get(id);
    return typeof value === 'number' && value > 0 ? value : undefined;
  };
  const isShow = file.has('PowerPoint Document');
  return documentProperties({
    title: text(2),
    subject: text(3),
    author: text(4),
    keywords: text(5),
    createdAt: number(summary, 12),
    modifiedAt: number(summary, 13),
    pageCount: isShow ? number(document, 7) : number(summary, 14),
  });
}

/** The first set of a stream by property number; times as Unix milliseconds. Empty where it makes no sense. */
function readSet(bytes: Uint8Array | undefined): Map<number, Value> {
  const values = new Map<number, Value>();
  if (!bytes || bytes.length < 48) return values;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (view.getUint16(0, true) !== 0xfffe) return values;
    const start = view.getUint32(44, true);
    const count = Math.min(view.getUint32(start + 4, true), maxProperties);
    const offsets = new Map<number, number>();
    for (let index = 0; index < count; index++) {
      const at = start + 8 + index * 8;
      offsets.set(view.getUint32(at, true), start + view.getUint32(at + 4, true));
    }
    const pageAt = offsets.get(1);
    const codePage = pageAt === undefined ? 1252 : view.getUint16(pageAt + 4, true);
    for (const [id, at] of offsets) {
      const value = id > 1 && at + 8 <= bytes.length ? readValue(bytes, view, at, codePage) : undefined;
      if (value !== undefined) values.set(id, value);
    }
  } catch {
    // Offsets that lead out of the stream: what was read until then stands.
  }
  return values;
}

function readValue(bytes: Uint8Array, view: DataView, at: number, codePage: number): Value | undefined {
  const type = view.getUint16(at, true);
  if (type === 3) return view.getInt32(at + 4, true);
  if (type === 64) {
    const time = view.getBigUint64(at + 4, true);
    const milliseconds = Number((time - filetimeEpoch) / 10_000n);
    // Before 1970 it is no time but a length, or nothing.
    return milliseconds > 0 && milliseconds < 8.64e15 ? milliseconds : undefined;
  }
  if (type !== 30 && type !== 31) return undefined;
  const length = Math.min(view.getUint32(at + 4, true) * (type === 31 ? 2 : 1), maxValueLength * 2);
  const raw = bytes.subarray(at + 8, at + 8 + length);
  const text = decodeBytes(raw, type === 31 ? 1200 : codePage);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
