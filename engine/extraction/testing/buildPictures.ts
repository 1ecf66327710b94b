import { crc32, deflateSync } from 'node:zlib';

/** Grey bytes in rows from the top. */
export interface GreyPixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A patch of light and dark that is easily told from others. */
export function chequered(width: number, height: number, square = 8): GreyPixels {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data[y * width + x] = (Math.floor(x / square) + Math.floor(y / square)) % 2 === 0 ? 255 : 40;
  return { data, width, height };
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A grey PNG. `claims` is what its header says of its size; `pixels` what is packed in it. */
export function buildPng(
  { data, width, height }: GreyPixels,
  options: {
    claims?: { width: number; height: number };
    chunks?: readonly [type: string, data: Uint8Array][];
  } = {},
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(options.claims?.width ?? width, 0);
  header.writeUInt32BE(options.claims?.height ?? height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) rows.set(data.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(options.chunks ?? []).map(([type, content]) => chunk(type, content)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** A grey BMP of 8 bits with its palette, rows from the bottom as usual. */
export function buildBmp(
  { data, width, height }: GreyPixels,
  claims: { width: number; height: number } = { width, height },
): Uint8Array {
  const stride = Math.ceil(width / 4) * 4;
  const start = 54 + 256 * 4;
  const file = Buffer.alloc(start + stride * height);
  file.write('BM', 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(start, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(claims.width, 18);
  file.writeInt32LE(claims.height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(8, 28);
  for (let grey = 0; grey < 256; grey++) file.set([grey, grey, grey, 0], 54 + grey * 4);
  for (let y = 0; y < height; y++)
    file.set(data.subarray((height - 1 - y) * width, (height - y) * width), start + y * stride);
  return file;
}

/** A black GIF of any size, LZW in its plainest form: every code as it is, cleared before it grows. */
export function buildGif(width: number, height: number, frames = 1): Uint8Array {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(height, 2);
  const header = Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    size,
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
  ]);
  const frame = Buffer.concat([
    Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]),
    Buffer.from([0x2c, 0, 0, 0, 0]),
    size,
    // Clear, one black pixel, end: the rest stays as it was.
    Buffer.from([0, 2, 2, 0x44, 0x01, 0]),
  ]);
  const all = Buffer.alloc(frame.length * frames);
  for (let index = 0; index < frames; index++) all.set(frame, index * frame.length);
  return Buffer.concat([header, all, Buffer.from([0x3b])]);
}

/**
 * An uncompressed grey TIFF, a directory a page.
 *
 * @param options.loops the last page says that the first comes after it
 * @param options.claims what each directory says of its page's size
 */
export function buildTiff(
  pages: readonly GreyPixels[],
  options: { loops?: boolean; claims?: { width: number; height: number } } = {},
): Uint8Array {
  const directoryBytes = 2 + 9 * 12 + 4;
  const pieces: Buffer[] = [];
  const header = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  pieces.push(header);
  let at = 8;
  for (const [index, { data, width, height }] of pages.entries()) {
    const directory = Buffer.alloc(directoryBytes);
    const isLast = index === pages.length - 1;
    const dataAt = at + directoryBytes;
    const next = isLast ? (options.loops ? 8 : 0) : dataAt + data.length + (data.length % 2);
    directory.writeUInt16LE(9, 0);
    const entries: [tag: number, type: number, value: number][] = [
      [256, 4, options.claims?.width ?? width],
      [257, 4, options.claims?.height ?? height],
      [258, 3, 8],
      [259, 3, 1],
      [262, 3, 1],
      [273, 4, dataAt],
      [277, 3, 1],
      [278, 4, options.claims?.height ?? height],
      [279, 4, data.length],
    ];
    for (const [order, [tag, type, value]] of entries.entries()) {
      const place = 2 + order * 12;
      directory.writeUInt16LE(tag, place);
      directory.writeUInt16LE(type, place + 2);
      directory.writeUInt32LE(1, place + 4);
      directory.writeUInt32LE(value, place + 8);
    }
    directory.writeUInt32LE(next, directoryBytes - 4);
    pieces.push(directory, Buffer.from(data), Buffer.alloc(data.length % 2));
    at = dataAt + data.length + (data.length % 2);
  }
  return Buffer.concat(pieces);
}
