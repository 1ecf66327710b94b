import type { AppError } from '#base';
import { archiveVolume, fileEncrypted, fileMalformed } from '../fileErrors.ts';
import type { ContainerSource } from '../format.ts';

const rar4Mark = Buffer.from('Rar!\x1a\x07\x00', 'latin1');
const rar5Mark = Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1');
const sevenZipMark = Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]);

const rar4Volume = 0x0001;
const rar4EncryptedHeaders = 0x0080;
const rar5MainHeader = 1;
const rar5EncryptionHeader = 4;
const rar5Volume = 0x0001;

/**
 * What libarchive would say nothing about, or not in words for a person: a rar whose very names are behind a
 * password gives it no members at all, and a volume of a series gives what little it holds.
 */
export async function findArchiveFlaw({ name, content }: ContainerSource): Promise<AppError | undefined> {
  const head = Buffer.from(await content.read(0, 256));
  if (head.subarray(0, rar5Mark.length).equals(rar5Mark)) return flawOfRar5(name, head);
  if (head.subarray(0, rar4Mark.length).equals(rar4Mark)) {
    const flags = head.length >= 12 ? head.readUInt16LE(10) : 0;
    if (flags & rar4EncryptedHeaders) return fileEncrypted(name);
    if (flags & rar4Volume) return archiveVolume(name);
  }
  if (head.subarray(0, sevenZipMark.length).equals(sevenZipMark)) {
    if (head.length < 32) return fileMalformed(name, 'a whole 7z archive');
    // Its header stands at its end: in a later volume, if there is one.
    const end = 32n + head.readBigUInt64LE(12) + head.readBigUInt64LE(20);
    if (end > BigInt(content.size))
      return /\.\d{3}$/.test(name) ? archiveVolume(name) : fileMalformed(name, 'a whole 7z archive');
  }
  return undefined;
}

/** After the mark: checksum, size, type and flags of the first header, the latter three of variable length. */
function flawOfRar5(name: string, head: Buffer): AppError | undefined {
  let at = rar5Mark.length + 4;
  const readNumber = () => {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = head[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  readNumber();
  const type = readNumber();
  const flags = readNumber();
  if (type === rar5EncryptionHeader) return fileEncrypted(name);
  if (type !== rar5MainHeader) return undefined;
  if (flags & 1) readNumber();
  return readNumber() & rar5Volume ? archiveVolume(name) : undefined;
}
