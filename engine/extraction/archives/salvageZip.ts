import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { AppError } from '#base';
import { fileEncrypted, fileMalformed } from '../fileErrors.ts';
import type { ContainerSource, MemberFile } from '../format.ts';
import { type ByteStream, collectBytes, streamContent } from './byteStream.ts';
import { isLitter } from './litter.ts';
import { unknownMethod } from './unknownMethod.ts';
import { createUnpackingGuard, guardStream, type UnpackingGuard } from './unpackingLimits.ts';
import { decodeZipNames } from './zipNames.ts';

const localHeaderBytes = 30;
const localHeader = 0x04034b50;
const directoryHeader = 0x02014b50;
const descriptorHeader = 0x08074b50;
const stored = 0;
const deflated = 8;
const unknown32 = 0xffffffff;

/**
 * The files of a zip without its directory (a cut download), by the headers that stand before each of them. It ends
 * where they end.
 *
 * @throws AppError `file_malformed` where not even the first is there
 */
export async function* salvageZip(source: ContainerSource): AsyncGenerator<MemberFile> {
  const { content, limits } = source;
  const guard = createUnpackingGuard(source.name, limits, () => content.size);
  for (let offset = 0, isFirst = true; ; isFirst = false) {
    const entry = await readLocalHeader(source, offset, guard);
    if (entry === undefined) {
      if (isFirst) throw fileMalformed(source.name, 'a whole ZIP archive');
      return;
    }
    const { name, size, packedSize } = entry;
    offset = entry.end;
    if (name.endsWith('/') || isLitter(name)) continue;
    yield {
      kind: 'archive',
      name,
      size,
      packedSize,
      ...(entry.refused && { refused: entry.refused }),
      async open(maxBytes) {
        if (entry.end > content.size) throw fileMalformed(name, 'whole: the archive breaks off in it');
        return collectBytes(dataOf(source, entry), maxBytes, name);
      },
    };
  }
}

interface LocalEntry {
  name: string;
  method: number;
  start: number;
  end: number;
  size: number;
  packedSize: number;
  refused?: AppError;
}

/** What stands at `offset`; undefined for nothing that can be read on. */
async function readLocalHeader(
  source: ContainerSource,
  offset: number,
  guard: UnpackingGuard,
): Promise<LocalEntry | undefined> {
  const { content } = source;
  const fixed = viewOf(await content.read(offset, localHeaderBytes));
  if (fixed.byteLength < localHeaderBytes || fixed.getUint32(0, true) !== localHeader) return undefined;
  const flags = fixed.getUint16(6, true);
  const method = fixed.getUint16(8, true);
  const nameLength = fixed.getUint16(26, true);
  const extraLength = fixed.getUint16(28, true);
  const rest = await content.read(offset + localHeaderBytes, nameLength + extraLength);
  if (rest.length < nameLength + extraLength) return undefined;
  const rawName = rest.subarray(0, nameLength);
  const [name = ''] = decodeZipNames([flags & 0x800 ? Buffer.from(rawName).toString('utf8') : rawName]);
  const start = offset + localHeaderBytes + rest.length;
  const sizes = statedSizes(fixed, rest.subarray(nameLength));
  if (flags & 1) return refuse(fileEncrypted(name));
  if (method !== stored && method !== deflated) return refuse(unknownMethod(name, method));
  // Sizes that follow the data are found by unpacking it.
  if ((flags & 8) === 0 || sizes.packedSize > 0)
    return { name, method, start, end: start + sizes.packedSize, ...sizes };
  if (method === stored) return undefined;
  const measured = await measure(source, start, guard);
  if (!measured) return undefined;
  const end = await afterDescriptor(source, start + measured.packedSize);
  return { name, method, start, end, ...measured };

  function refuse(refused: AppError): LocalEntry | undefined {
    const isKnown = (flags & 8) === 0 || sizes.packedSize > 0;
    return isKnown ? { name, method, start, end: start + sizes.packedSize, ...sizes, refused } : undefined;
  }
}

function statedSizes(fixed: DataView, extra: Uint8Array): { size: number; packedSize: number } {
  let packedSize = fixed.getUint32(18, true);
  let size = fixed.getUint32(22, true);
  const fields = viewOf(extra);
  for (let at = 0; at + 4 <= fields.byteLength; at += 4 + fields.getUint16(at + 2, true)) {
    const isZip64 = fields.getUint16(at, true) === 1 && at + 20 <= fields.byteLength;
    if (!isZip64 || (size !== unknown32 && packedSize !== unknown32)) continue;
    size = Number(fields.getBigUint64(at + 4, true));
    packedSize = Number(fields.getBigUint64(at + 12, true));
    break;
  }
  return { size, packedSize };
}

function dataOf(source: ContainerSource, { method, start, end }: LocalEntry): ByteStream {
  const packed = streamContent(source.content, source.signal, start, end);
  return method === stored ? packed : pipeline(Readable.from(packed), createInflateRaw(), () => undefined);
}

async function measure(
  { content, signal }: ContainerSource,
  start: number,
  guard: UnpackingGuard,
): Promise<{ size: number; packedSize: number } | undefined> {
  const inflate = createInflateRaw();
  const stream = pipeline(Readable.from(streamContent(content, signal, start)), inflate, () => undefined);
  let size = 0;
  try {
    for await (const chunk of guardStream(stream, guard)) size += chunk.length;
  } catch (error) {
    if (error instanceof AppError) throw error;
    return undefined;
  }
  return { size, packedSize: inflate.bytesWritten };
}

/** After the sizes and the checksum that follow the data, with or without their signature, in 32 or 64 bits. */
async function afterDescriptor({ content }: ContainerSource, offset: number): Promise<number> {
  const view = viewOf(await content.read(offset, 28));
  for (const length of [16, 24, 12, 20]) {
    if (view.byteLength < length) continue;
    const isMarked = length % 8 === 0;
    if (isMarked && view.getUint32(0, true) !== descriptorHeader) continue;
    if (view.byteLength === length) return offset + length;
    if (view.byteLength < length + 4) continue;
    const next = view.getUint32(length, true);
    if (next === localHeader || next === directoryHeader) return offset + length;
  }
  return offset;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
