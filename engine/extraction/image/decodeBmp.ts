import type { Bitmap } from '@adiuva/native/images';

/** Width and height out of a BMP's header; undefined where it is none. */
export function readBmpSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes.length < 26) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isCoreHeader = view.getUint32(14, true) === 12;
  const width = isCoreHeader ? view.getUint16(18, true) : view.getInt32(18, true);
  // A negative height means rows from the top.
  const height = Math.abs(isCoreHeader ? view.getUint16(20, true) : view.getInt32(22, true));
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** @throws Error when it does not decode */
export async function decodeBmp(bytes: Uint8Array): Promise<Bitmap> {
  const { decode } = await import('@cwasm/nsbmp');
  const { data, width, height } = decode(bytes);
  const opaque = new Uint8Array(data.buffer);
  // The fourth byte is alpha only by agreement of few programs; what is transparent throughout is not meant to be.
  if (isTransparent(opaque)) for (let at = 3; at < opaque.length; at += 4) opaque[at] = 255;
  return { data: opaque, width, height, channels: 4 };
}

function isTransparent(data: Uint8Array): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return false;
  return true;
}
