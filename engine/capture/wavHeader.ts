/** What a WAV file of ours holds: interleaved 16-bit little-endian samples. */
export interface WavFormat {
  channels: number;
  /** Hertz. */
  sampleRate: number;
}

export const wavHeaderBytes = 80;
const largest32 = 0xffff_ffff;

/**
 * The header of a WAV file with so many bytes of samples behind it. Room is kept for the 64-bit sizes of RF64
 * (EBU Tech 3306), which a file over 4 GiB takes into use, so that the samples never move.
 */
export function wavHeader({ channels, sampleRate }: WavFormat, dataBytes: number): Buffer {
  const header = Buffer.alloc(wavHeaderBytes);
  const isLarge = dataBytes + wavHeaderBytes - 8 >= largest32;
  header.write(isLarge ? 'RF64' : 'RIFF', 0, 'latin1');
  header.writeUInt32LE(isLarge ? largest32 : dataBytes + wavHeaderBytes - 8, 4);
  header.write('WAVE', 8, 'latin1');
  header.write(isLarge ? 'ds64' : 'JUNK', 12, 'latin1');
  header.writeUInt32LE(28, 16);
  if (isLarge) {
    header.writeBigUInt64LE(BigInt(dataBytes + wavHeaderBytes - 8), 20);
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
