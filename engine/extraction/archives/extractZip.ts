import { Readable } from 'node:stream';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import { AppError } from '#base';
import type { Content } from '../content.ts';
import { fileBomb, fileEncrypted, fileMalformed, memberUnsafe } from '../fileErrors.ts';
import type { ContainerSource, Extracted, MemberFile } from '../format.ts';
import { type ByteStream, collectBytes, streamContent } from './byteStream.ts';
import { isLitter } from './litter.ts';
import { salvageZip } from './salvageZip.ts';
import { unknownMethod } from './unknownMethod.ts';
import { createUnpackingGuard } from './unpackingLimits.ts';
import { decodeZipNames } from './zipNames.ts';

/** A zip by its directory; one whose end is cut off by what stands before each of its files. */
export async function extractZip(source: ContainerSource): Promise<Extracted> {
  const { name, content, signal } = source;
  const zip = await fromRandomAccessReaderPromise(readerOf(content, signal), content.size, {
    autoClose: false,
    decodeStrings: false,
  }).catch((error: unknown) => {
    if (error instanceof AppError) throw error;
    return undefined;
  });
  if (!zip) {
    const warnings = [fileMalformed(name, 'a whole ZIP archive').message];
    return { metadata: {}, parts: [], warnings, members: salvageZip(source) };
  }
  if (zip.entryCount > source.limits.maxMembers * 2) throw tooMany(source);
  return { metadata: {}, parts: [], warnings: [], members: zipMembers(zip, source) };
}

async function* zipMembers(zip: ZipFile, source: ContainerSource): AsyncGenerator<MemberFile> {
  const { entries, failure } = await readDirectory(zip, source);
  const names = decodeZipNames(entries.map(nameOf));
  const guard = createUnpackingGuard(source.name, source.limits, () => source.content.size);
  for (const [index, entry] of entries.entries()) {
    const name = names[index] ?? '';
    if (name.endsWith('/') || isLitter(name)) continue;
    const refused = refusalOf(entry, name);
    yield {
      kind: 'archive',
      name,
      size: entry.uncompressedSize,
      packedSize: entry.compressedSize,
      ...(refused && { refused }),
      async open(maxBytes) {
        const stream = (await zip.openReadStreamPromise(entry)) as ByteStream;
        const bytes = await collectBytes(stream, maxBytes, name);
        guard.count(bytes.length);
        return bytes;
      },
    };
  }
  if (failure) throw failure.error;
}

interface Directory {
  entries: Entry[];
  /** The directory breaks off; what stands before is still good. */
  failure?: { error: unknown };
}

/** @throws AppError `file_bomb` for files that share their bytes: no program packs so, and each unpacks again */
async function readDirectory(zip: ZipFile, source: ContainerSource): Promise<Directory> {
  const entries: Entry[] = [];
  let failure: Directory['failure'];
  try {
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      if (entries.length > source.limits.maxMembers * 2) throw tooMany(source);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    // The strong encryption of old PKZIP packs the directory too.
    failure = { error: /strong encryption/i.test(String(error)) ? fileEncrypted(source.name, error) : error };
  }
  let end = 0;
  for (const entry of [...entries].sort(byOffset)) {
    if (entry.relativeOffsetOfLocalHeader < end) throw fileBomb(source.name, 'the files in it overlap');
    end = entry.relativeOffsetOfLocalHeader + entry.compressedSize;
  }
  return { entries, ...(failure && { failure }) };
}

function byOffset(one: Entry, other: Entry): number {
  return one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader;
}

/** Folders and litter are entries too, and no files. */
function tooMany({ name, limits }: ContainerSource): AppError {
  return fileBomb(name, `it holds more than ${limits.maxMembers.toLocaleString('en')} files`);
}

const unicodePathField = 0x7075;
const fileTypes = 0xf000;
const link = 0xa000;
/** Devices and sockets. A pipe is what some programs write for what was piped into them. */
const unsafeTypes = new Set([0x2000, 0x6000, 0xc000]);

/** As text where the archive says which, else its bytes. */
function nameOf(entry: Entry): string | Uint8Array {
  const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = entry;
  const isStated = (flags & 0x800) !== 0 || extraFields.some(({ id }) => id === unicodePathField);
  if (!isStated) return fileNameRaw;
  const name = getFileNameLowLevel(flags, fileNameRaw, extraFields, true);
  return name.includes('\ufffd') ? fileNameRaw : name;
}

/** Why an entry is not to be unpacked; undefined for one that is. */
function refusalOf(entry: Entry, name: string): AppError | undefined {
  const type = (entry.externalFileAttributes >>> 16) & fileTypes;
  if (type === link) return memberUnsafe(name, 'it is a link to another file');
  if (unsafeTypes.has(type)) return memberUnsafe(name, 'it is a device and not a file');
  if (entry.isEncrypted()) return fileEncrypted(name);
  if (!entry.canDecodeFileData()) return unknownMethod(name, entry.compressionMethod);
  return undefined;
}

function readerOf(content: Content, signal: AbortSignal | undefined): RandomAccessReader {
  return new ContentReader(content, signal);
}

/** yauzl asks for a subclass. Nothing to close: the file is the frame's. */
class ContentReader extends RandomAccessReader {
  readonly #content: Content;
  readonly #signal: AbortSignal | undefined;

  constructor(content: Content, signal: AbortSignal | undefined) {
    super();
    this.#content = content;
    this.#signal = signal;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(streamContent(this.#content, this.#signal, start, end), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#content.read(position, length).then((bytes) => {
      if (bytes.length < length) return callback(new Error('The archive breaks off.'));
      buffer.set(bytes, offset);
      callback(null);
    }, callback);
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }
}
