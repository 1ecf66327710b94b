import { pipeline, Readable, type Transform } from 'node:stream';
import { constants, createGunzip, createZstdDecompress } from 'node:zlib';
import xz from 'xz-decompress';
import { bunzip2 } from './bunzip2.ts';
import type { ByteStream } from './byteStream.ts';

/** Sixteen times Node's own: what is only passed over goes by in fewer pieces. */
const chunkSize = 256 * 1024;

/** What one media type of a packed stream is unpacked by. */
export const decompressors: Readonly<Record<string, (packed: ByteStream) => ByteStream>> = {
  'application/gzip': (packed) => through(packed, createGunzip({ chunkSize })),
  'application/x-bzip2': bunzip2,
  'application/x-xz': unpackXz,
  'application/zstd': (packed) =>
    // Windows of up to 128 MiB, as the zstd program allows unasked.
    through(packed, createZstdDecompress({ chunkSize, params: { [constants.ZSTD_d_windowLogMax]: 27 } })),
};

function through(packed: ByteStream, transform: Transform): ByteStream {
  // An error of either side ends the other, and reaches whoever reads.
  return pipeline(Readable.from(packed), transform, () => undefined);
}

async function* unpackXz(packed: ByteStream): AsyncGenerator<Uint8Array> {
  const reader = new xz.XzReadableStream(ReadableStream.from(packed)).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value.length > 0) yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
