import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string | Uint8Array;
  content?: string | Uint8Array;
  /** 8 packs it, unless told otherwise. */
  method?: number;
  flags?: number;
  /** What the archive says of the size. */
  statedSize?: number;
  /** The type and rights of a Unix file. */
  mode?: number;
  /** Shares the bytes of the first entry. */
  isOverlapping?: boolean;
  /** Sizes stand after the data, as in an archive that was written to a pipe. */
  isStreamed?: boolean;
}

/** A zip with just the flaws that are asked for. */
export function buildZip(entries: readonly ZipEntry[], options: { withoutDirectory?: boolean } = {}): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { method = 8, statedSize, mode = 0o100644, isOverlapping, isStreamed } = entry;
    const flags = (entry.flags ?? (typeof entry.name === 'string' ? 0x800 : 0)) | (isStreamed ? 8 : 0);
    const name = Buffer.from(entry.name as string);
    const content = Buffer.from((entry.content ?? '') as string);
    const packed = method === 8 ? deflateRawSync(content) : content;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(statedSize ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.from(fields);
    if (isStreamed) local.fill(0, 10, 22);
    const descriptor = Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), fields.subarray(10, 22)]);
    const start = isOverlapping ? 0 : offset;
    if (!isOverlapping) {
      const all = [
        Buffer.from('PK\x03\x04', 'latin1'),
        local,
        name,
        packed,
        ...(isStreamed ? [descriptor] : []),
      ];
      pieces.push(...all);
      for (const piece of all) offset += piece.length;
    }
    const end = Buffer.alloc(14);
    end.writeUInt32LE((mode << 16) >>> 0, 6);
    end.writeUInt32LE(start, 10);
    directory.push(
      Buffer.from('PK\x01\x02\x14\x03', 'latin1'),
      fields,
      Buffer.alloc(2),
      end.subarray(2),
      name,
    );
  }
  if (options.withoutDirectory) return Buffer.concat(pieces);
  const listing = Buffer.concat(directory);
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(Math.min(entries.length, 0xffff), 4);
  tail.writeUInt16LE(Math.min(entries.length, 0xffff), 6);
  tail.writeUInt32LE(listing.length, 8);
  tail.writeUInt32LE(offset, 12);
  return Buffer.concat([...pieces, listing, Buffer.from('PK\x05\x06', 'latin1'), tail]);
}
