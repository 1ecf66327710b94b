/** How the samples of a wave are written. */
export type WaveEncoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64' | 'alaw' | 'mulaw';

export interface WaveParts {
  encoding?: WaveEncoding;
  sampleRate?: number;
  /** One array a channel, of the same length; -1 to 1. */
  channels: readonly Float32Array[];
  /** The long head of many channels and wide samples. */
  isExtensible?: boolean;
  /** The head of files beyond 4 GiB. */
  isRf64?: boolean;
  /** What the head says of the samples' bytes, where it lies. */
  declaredBytes?: number;
  /** Chunks of its own before the samples: name and bytes. */
  chunks?: readonly (readonly [string, Buffer])[];
}

const sizes: Readonly<Record<WaveEncoding, number>> = {
  u8: 1,
  s16: 2,
  s24: 3,
  s32: 4,
  f32: 4,
  f64: 8,
  alaw: 1,
  mulaw: 1,
};
const formatTags: Readonly<Record<WaveEncoding, number>> = {
  u8: 1,
  s16: 1,
  s24: 1,
  s32: 1,
  f32: 3,
  f64: 3,
  alaw: 6,
  mulaw: 7,
};

/** A wave as recorders and programs write them. */
export function buildWave({
  encoding = 's16',
  sampleRate = 16_000,
  channels,
  isExtensible = false,
  isRf64 = false,
  declaredBytes,
  chunks = [],
}: WaveParts): Buffer {
  const width = sizes[encoding];
  const frames = channels[0]?.length ?? 0;
  const data = Buffer.alloc(frames * channels.length * width);
  for (let frame = 0; frame < frames; frame++) {
    for (const [index, channel] of channels.entries()) {
      writeSample(data, (frame * channels.length + index) * width, channel[frame] ?? 0, encoding);
    }
  }
  const format = Buffer.alloc(isExtensible ? 40 : 16);
  format.writeUInt16LE(isExtensible ? 0xfffe : formatTags[encoding], 0);
  format.writeUInt16LE(channels.length, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE(sampleRate * channels.length * width, 8);
  format.writeUInt16LE(channels.length * width, 12);
  format.writeUInt16LE(width * 8, 14);
  if (isExtensible) {
    format.writeUInt16LE(22, 16);
    format.writeUInt16LE(width * 8, 18);
    format.writeUInt32LE(channels.length === 1 ? 4 : 3, 20);
    format.writeUInt16LE(formatTags[encoding], 24);
    Buffer.from('000000001000800000aa00389b71', 'hex').copy(format, 26);
  }
  const large = Buffer.alloc(28);
  large.writeBigUInt64LE(BigInt(data.length), 8);
  large.writeBigUInt64LE(BigInt(frames), 16);
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    ...(isRf64 ? [chunk('ds64', large)] : []),
    chunk('fmt ', format),
    ...chunks.map(([name, bytes]) => chunk(name, bytes)),
    chunk('data', data, isRf64 ? 0xffffffff : declaredBytes),
  ]);
  const head = Buffer.alloc(8);
  head.write(isRf64 ? 'RF64' : 'RIFF', 0, 'latin1');
  head.writeUInt32LE(isRf64 ? 0xffffffff : body.length, 4);
  return Buffer.concat([head, body]);
}

/** A long wave in two channels, made of a short one that is written again and again: some seconds less to make. */
export function longWave(channels: readonly [Float32Array, Float32Array], times: number): Buffer {
  const once = buildWave({ channels });
  const data = once.subarray(44);
  const whole = Buffer.concat([once.subarray(0, 44), ...Array.from({ length: times }, () => data)]);
  whole.writeUInt32LE(whole.length - 8, 4);
  whole.writeUInt32LE(whole.length - 44, 40);
  return whole;
}

function chunk(name: string, bytes: Buffer, declared = bytes.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, 'latin1');
  head.writeUInt32LE(declared, 4);
  return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)]);
}

function writeSample(into: Buffer, offset: number, value: number, encoding: WaveEncoding): void {
  switch (encoding) {
    case 'u8':
      return void into.writeUInt8(Math.round(value * 127) + 128, offset);
    case 's16':
      return void into.writeInt16LE(Math.round(value * 32767), offset);
    case 's24':
      return void into.writeIntLE(Math.round(value * 8388607), offset, 3);
    case 's32':
      return void into.writeInt32LE(Math.round(value * 2147483647), offset);
    case 'f32':
      return void into.writeFloatLE(value, offset);
    case 'f64':
      return void into.writeDoubleLE(value, offset);
    case 'alaw':
      return void into.writeUInt8(toALaw(Math.round(value * 32767)), offset);
    case 'mulaw':
      return void into.writeUInt8(toMuLaw(Math.round(value * 32767)), offset);
  }
}

/** ITU-T G.711. */
function toMuLaw(sample: number): number {
  const size = Math.min(32_635, Math.abs(sample)) + 132;
  const exponent = Math.floor(Math.log2(size)) - 7;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | ((size >> (exponent + 3)) & 15)) & 0xff;
}

function toALaw(sample: number): number {
  const size = Math.min(32_767, Math.abs(sample)) >> 4;
  const exponent = size < 32 ? 0 : Math.floor(Math.log2(size)) - 4;
  const mantissa = exponent < 1 ? size >> 1 : (size >> exponent) & 15;
  const isLarge = size >= 32 ? exponent : size >= 16 ? 1 : 0;
  const step = size < 16 ? size : size < 32 ? size - 16 : mantissa;
  return ((sample < 0 ? 0 : 0x80) | (isLarge << 4) | (step & 15)) ^ 0x55;
}
