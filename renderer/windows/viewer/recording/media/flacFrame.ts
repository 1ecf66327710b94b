/**
 * Sound as FLAC that is not compressed (RFC 9639, verbatim subframes): browsers take FLAC a stretch at a time, and plain
 * PCM only as a whole file.
 */

export interface PcmFormat {
  channels: number;
  /** Hertz. */
  sampleRate: number;
  bitsPerSample: 16 | 24;
}

export const flacBlock = 4096;

/** STREAMINFO (RFC 9639, 8.2) without its checksum, as a metadata block that is the last. */
export function streamInfo(
  { channels, sampleRate, bitsPerSample }: PcmFormat,
  totalSamples: number,
): number[] {
  const bits = totalSamples % 2 ** 36;
  return [
    ...[0x80, 0, 0, 34],
    ...[flacBlock >> 8, flacBlock & 0xff, flacBlock >> 8, flacBlock & 0xff],
    ...[0, 0, 0, 0, 0, 0],
    (sampleRate >> 12) & 0xff,
    (sampleRate >> 4) & 0xff,
    ((sampleRate & 0xf) << 4) | ((channels - 1) << 1) | ((bitsPerSample - 1) >> 4),
    (((bitsPerSample - 1) & 0xf) << 4) | Math.floor(bits / 2 ** 32),
    ...[24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff),
    ...new Array<number>(16).fill(0),
  ];
}

/**
 * One frame of interleaved little-endian samples.
 * @param number which frame of the stream it is, each but the last of `flacBlock` samples a channel
 */
export function flacFrame(pcm: Uint8Array, format: PcmFormat, number: number): Uint8Array<ArrayBuffer> {
  const { channels, bitsPerSample } = format;
  const sampleBytes = bitsPerSample / 8;
  const samples = pcm.length / sampleBytes / channels;
  const isWhole = samples === flacBlock;
  const header = [
    ...[0xff, 0xf8],
    // Block size by its power of two, or told in 16 bits; the rate is that of the stream.
    isWhole ? 0xc0 : 0x70,
    ((channels - 1) << 4) | ((bitsPerSample === 16 ? 4 : 6) << 1),
    ...codedNumber(number),
    ...(isWhole ? [] : [((samples - 1) >> 8) & 0xff, (samples - 1) & 0xff]),
  ];
  const headLength = header.length + 1;
  const frame = new Uint8Array(headLength + channels * (1 + samples * sampleBytes) + 2);
  frame.set(header);
  frame[headLength - 1] = crc8(header);
  let at = headLength;
  for (let channel = 0; channel < channels; channel += 1) {
    frame[at] = 0x02;
    at += 1;
    for (let sample = 0; sample < samples; sample += 1) {
      const from = (sample * channels + channel) * sampleBytes;
      for (let byte = sampleBytes - 1; byte >= 0; byte -= 1) {
        frame[at] = pcm[from + byte] ?? 0;
        at += 1;
      }
    }
  }
  const check = crc16(frame, at);
  frame[at] = check >> 8;
  frame[at + 1] = check & 0xff;
  return frame;
}

/** As UTF-8 codes a character, up to 36 bits (RFC 9639, 9.1.5). */
function codedNumber(value: number): number[] {
  if (value < 0x80) return [value];
  const rest: number[] = [];
  let left = value;
  let room = 0x3f;
  while (left > room) {
    rest.unshift(0x80 | (left % 64));
    left = Math.floor(left / 64);
    room >>= 1;
  }
  return [(~(room * 2 + 1) & 0xff) | left, ...rest];
}

const crc8Table = table(0x07, 8);
const crc16Table = table(0x8005, 16);

function table(polynomial: number, bits: 8 | 16): Uint16Array {
  const top = 1 << (bits - 1);
  const mask = bits === 8 ? 0xff : 0xffff;
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let value = byte << (bits - 8);
    for (let bit = 0; bit < 8; bit += 1)
      value = value & top ? ((value << 1) ^ polynomial) & mask : (value << 1) & mask;
    return value;
  });
}

function crc8(bytes: readonly number[]): number {
  return bytes.reduce((check, byte) => crc8Table[check ^ byte] ?? 0, 0);
}

function crc16(bytes: Uint8Array, end: number): number {
  let check = 0;
  for (let at = 0; at < end; at += 1)
    check = ((check << 8) & 0xffff) ^ (crc16Table[(check >> 8) ^ (bytes[at] ?? 0)] ?? 0);
  return check;
}
