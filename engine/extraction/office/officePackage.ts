import { type Entry, fromBufferPromise } from 'yauzl';
import { AppError } from '#base';
import { fileBomb, fileEncrypted, fileMalformed } from '../fileErrors.ts';

/** A document of 10,000 pages stays well under these; a bomb does not. */
const maxEntries = 20_000;
/** All that is unpacked of one package, XML and pictures together, unless told. */
const usualUnpackedBytes = 256 * 1024 * 1024;
/** Deflate cannot pack more than 1,032 to 1; text of a document packs 10 to 40. */
const maxRatio = 400;
const ratioFloorBytes = 16 * 1024 * 1024;

/** The zip that an office document is; entries are unpacked one by one and only when asked for. */
export interface OfficePackage {
  /** As they stand in the archive, with forward slashes. */
  readonly names: readonly string[];
  has(entry: string): boolean;
  /** Bytes when unpacked, as the archive says. */
  size(entry: string): number | undefined;
  /**
   * Unpacks one piece by piece; nothing where there is no such entry.
   *
   * @throws AppError `file_bomb`, `file_encrypted`, `file_malformed`
   */
  stream(entry: string): AsyncIterable<Uint8Array>;
  /**
   * One entry whole; undefined where there is none.
   *
   * @throws as `stream`; `file_bomb` past `maxBytes`
   */
  read(entry: string, maxBytes?: number): Promise<Uint8Array | undefined>;
}

/**
 * Reads a package's directory. Names are found whatever their case and slashes, as Word finds them. Sizes are
 * checked against the directory before anything is unpacked, and against what comes while it is unpacked.
 *
 * @param expected what the file should be, for the sentence ("a Word document")
 * @throws AppError `file_bomb`, `file_malformed`
 */
export async function openOfficePackage(
  name: string,
  bytes: Uint8Array,
  expected: string,
  maxUnpackedBytes = usualUnpackedBytes,
): Promise<OfficePackage> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = new Map<string, Entry>();
  const names: string[] = [];
  const broken = (cause: unknown) =>
    cause instanceof AppError ? cause : fileMalformed(name, expected, cause);
  const zip = await fromBufferPromise(buffer, { autoClose: false }).catch((error: unknown) => {
    throw broken(error);
  });
  if (zip.entryCount > maxEntries) throw fileBomb(name, 'it holds too many entries');
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= maxEntries) throw fileBomb(name, 'it holds too many entries');
      const entryName = entry.fileName.replaceAll('\\', '/').replace(/^\/+/, '');
      if (entries.has(keyOf(entryName))) continue;
      entries.set(keyOf(entryName), entry);
      names.push(entryName);
    }
  } catch (error) {
    // What stands before the flaw can still be read; without its main part the document's reader refuses it.
    if (error instanceof AppError || entries.size === 0) throw broken(error);
  }
  let unpacked = 0;

  async function* stream(entryName: string): AsyncGenerator<Uint8Array> {
    const entry = entries.get(keyOf(entryName));
    if (!entry) return;
    if (entry.isEncrypted()) throw fileEncrypted(name);
    const { uncompressedSize: size, compressedSize } = entry;
    const isBomb = size > ratioFloorBytes && size > compressedSize * maxRatio;
    if (isBomb || unpacked + size > maxUnpackedBytes) throw tooMuch(name);
    try {
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        unpacked += (chunk as Uint8Array).length;
        if (unpacked > maxUnpackedBytes) throw tooMuch(name);
        yield chunk as Uint8Array;
      }
    } catch (error) {
      throw broken(error);
    }
  }

  return {
    names,
    has: (entry) => entries.has(keyOf(entry)),
    size: (entry) => entries.get(keyOf(entry))?.uncompressedSize,
    stream,
    async read(entryName, maxBytes = maxUnpackedBytes) {
      const entry = entries.get(keyOf(entryName));
      if (!entry) return undefined;
      if (entry.uncompressedSize > maxBytes) throw tooMuch(name);
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream(entryName)) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
  };
}

function keyOf(entry: string): string {
  return entry.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

function tooMuch(name: string): AppError {
  return fileBomb(name, 'what is packed in it comes to far too much');
}
