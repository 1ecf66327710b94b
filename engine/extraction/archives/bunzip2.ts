import { createBitInput } from './bitInput.ts';
import type { ByteStream } from './byteStream.ts';
import { readBzip2Block } from './bzip2Block.ts';

const outputBytes = 1024 * 1024;
/** A block of 900,000 bytes that does not pack grows by a hundredth, and has tables before it. */
const maxPackedBlock = 1_100_000;

/**
 * Unpacks bzip2 (as bzip2 1.0.8 writes it) block by block and piece by piece, so that nothing is unpacked that
 * nobody asks for; the packages there are unpack a block whole, 46 MB of a bomb from 40 bytes. Checksums are compared.
 *
 * @throws Error on data that is none, is damaged or breaks off
 */
export async function* bunzip2(stream: ByteStream): AsyncGenerator<Uint8Array> {
  const input = createBitInput(stream);
  // Streams may follow each other; after the last comes the end, or padding.
  for (let isFirst = true; ; isFirst = false) {
    await input.fetch(4);
    const isStream =
      input.holds(4) && input.read(8) === 0x42 && input.read(8) === 0x5a && input.read(8) === 0x68;
    const level = isStream ? input.read(8) - 0x30 : 0;
    if (level < 1 || level > 9) {
      if (isFirst) throw new Error('This is no bzip2 data.');
      return;
    }
    const table = new Uint32Array(level * 100_000);
    let combined = 0;
    for (;;) {
      await input.fetch(maxPackedBlock);
      const mark = input.read(24) * 0x1000000 + input.read(24);
      const stated = input.read(16) * 0x10000 + input.read(16);
      if (mark === 0x177245385090) {
        if (stated !== combined) throw new Error('The checksum is wrong.');
        break;
      }
      if (mark !== 0x314159265359) throw new Error('A block does not begin as one.');
      const block = readBzip2Block(input, table);
      for (let isDone = false; !isDone; ) {
        const output = new Uint8Array(outputBytes);
        const written = block.write(output);
        isDone = written < output.length;
        if (written > 0) yield output.subarray(0, written);
      }
      if (block.checksum() !== stated) throw new Error('The checksum of a block is wrong.');
      combined = (((combined << 1) | (combined >>> 31)) ^ stated) >>> 0;
    }
    input.align();
  }
}
