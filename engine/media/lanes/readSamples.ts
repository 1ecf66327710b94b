import { open } from 'node:fs/promises';

const blockSamples = 64 * 1024;

/** The samples of a lane as they are, block after block; a block is only valid until the next. */
export async function* readSamples(file: string): AsyncGenerator<Int16Array, void, undefined> {
  const handle = await open(file);
  const block = new Int16Array(blockSamples);
  const bytes = new Uint8Array(block.buffer);
  try {
    for (let position = 0; ; ) {
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      if (filled < 2) return;
      yield block.subarray(0, filled >> 1);
      position += filled;
    }
  } finally {
    await handle.close();
  }
}
