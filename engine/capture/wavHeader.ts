/** What a WAV file of ours holds: interleaved 16-bit little-endian samples. */
export interface WavFormat {
  channels: number;
  /** Hertz. */
  sampleRate: number;
}

export const wavHeaderBytes = 80;
const largest32 = 0xffff_ffff;

/** What stands behind the samples of a finished recording: its title, as RIFF's INFO list has it. */
export function titleChunk(title: string): Buffer {
  const text = Buffer.from(`${title}\0`, 'utf8');
  const padded = text.length + (text.length % 2);
  const chunk = Buffer.alloc(20 + padded);
  chunk.write('LIST', 0, 'latin1');
  chunk.writeUInt32LE(12 + padded, 4);
  chunk.write('INFOINAM', 8, 'latin1');
  chunk.writeUInt32LE(text.length, 16);
  text.copy(chunk, 20);
  return chunk;
}

/**
 * The header of a WAV file with so many bytes of samples behind it, and of other chunks behind those. Room is kept for the 64-bit sizes of RF64
 * (EBU Tech 3306), which a file over 4 GiB takes into use, so that the samples never move.
 */
export function wavHeader({ channels, sampleRate }: WavFormat, dataBytes: number, bytesBehind = 0): Buffer {
  const header = Buffer.alloc(wavHeaderBytes);
  const riffBytes = dataBytes + bytesBehind + wavHeaderBytes - 8;
  const isLarge = riffBytes >= largest32;
  header.write(isLarge ? 'RF64' : 'RIFF', 0, 'latin1');
  header.writeUInt32LE(isLarge ? largest32 : riffBytes, 4);
  header.write('WAVE', 8, 'latin1');
  header.write(isLarge ? 'ds64' : 'JUNK', 12, 'latin1');
  header.writeUInt32LE(28, 16);
  if (isLarge) {
    header.writeBigUInt64LE(BigInt(riffBytes), 20);
    header.writeBigUInt64LE(BigInt(dataBytes), 28);
    header.writeBigUInt64LE(BigInt(dataBytes / (2 * channels)), 36);
  }
  header.write('fmt ', 48, 'latin1');
  header.writeUInt32LE(16, 52);
  header.writeUInt16LE(1, 56);
  header.writeUInt16LE(channels, 58);
  header.writeUInt32LE(sampleRate, 60);
  header.writeUInt32LE(sampleRate * channels * 2, 64);
  header.writeUInt16LE(channels * 2, 68);
  header.writeUInt16LE(16, 70);
  header.write('data', 72, 'latin1');
  header.writeUInt32LE(isLarge ? largest32 : dataBytes, 76);
  return header;
}
