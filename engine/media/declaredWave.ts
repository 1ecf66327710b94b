/** The bytes of a file, at once. */
type Read = (offset: number, target: Uint8Array) => number;

const maxChunks = 200;
/** Written by recorders that do not know it yet. */
const unknownSize = 0xffffffff;

/**
 * How long a wave says it is, milliseconds: FFmpeg cuts what it says to what there is. Undefined where the head does not
 * say, or is none.
 */
export function declaredWaveMs(read: Read): number | undefined {
  const head = bytesAt(read, 0, 12);
  if (head?.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE')
    return undefined;
  let bytesPerSecond = 0;
  let offset = 12;
  for (let count = 0; count < maxChunks; count++) {
    const chunk = bytesAt(read, offset, 20);
    if (!chunk) return undefined;
    const name = chunk.toString('latin1', 0, 4);
    const size = chunk.readUInt32LE(4);
    if (name === 'fmt ') bytesPerSecond = chunk.readUInt32LE(16);
    if (name === 'data')
      return bytesPerSecond === 0 || size === unknownSize ? undefined : (size / bytesPerSecond) * 1000;
    offset += 8 + size + (size % 2);
  }
  return undefined;
}

function bytesAt(read: Read, offset: number, length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length);
  return read(offset, bytes) === length ? bytes : undefined;
}
