/** One frame of MPEG audio, layer III (ISO 11172-3, 2.4.2.3, and its extension to lower rates, 13818-3). */
export interface Mp3Frame {
  /** Bytes, with its header. */
  length: number;
  samples: number;
  sampleRate: number;
  /** Bits a second. */
  bitrate: number;
}

const bitrates = {
  mpeg1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  mpeg2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const sampleRates: Readonly<Record<number, readonly number[]>> = {
  0: [11_025, 12_000, 8000],
  2: [22_050, 24_000, 16_000],
  3: [44_100, 48_000, 32_000],
};
const layer3 = 1;

/** Null where no header of layer III stands. */
export function readMp3Frame(bytes: Uint8Array, at: number): Mp3Frame | null {
  const [sync, second, third] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (sync !== 0xff || second === undefined || third === undefined || (second & 0xe0) !== 0xe0) return null;
  const version = (second >> 3) & 3;
  const isMpeg1 = version === 3;
  if (((second >> 1) & 3) !== layer3) return null;
  const kilobits = bitrates[isMpeg1 ? 'mpeg1' : 'mpeg2'][third >> 4];
  const sampleRate = sampleRates[version]?.[(third >> 2) & 3];
  // A free rate says nothing of the length.
  if (!kilobits || !sampleRate) return null;
  const samples = isMpeg1 ? 1152 : 576;
  const bitrate = kilobits * 1000;
  const length = Math.floor((samples / 8) * (bitrate / sampleRate)) + ((third >> 1) & 1);
  return { length, samples, sampleRate, bitrate };
}

/** Where the first frame stands that another one follows; -1 where there is none. */
export function findMp3Frame(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length - 4; at += 1) {
    const frame = readMp3Frame(bytes, at);
    if (!frame) continue;
    const next = at + frame.length;
    if (next >= bytes.length - 4 || readMp3Frame(bytes, next)) return at;
  }
  return -1;
}

/** Bytes of the tag in front of the sound (ID3v2, 3.1); 0 where there is none. */
export function id3Length(bytes: Uint8Array): number {
  if (bytes[0] !== 0x49 || bytes[1] !== 0x44 || bytes[2] !== 0x33) return 0;
  const size = [6, 7, 8, 9].reduce((sum, at) => (sum << 7) | ((bytes[at] ?? 0) & 0x7f), 0);
  const hasFooter = ((bytes[5] ?? 0) & 0x10) !== 0;
  return size + (hasFooter ? 20 : 10);
}

/** Whether a first frame holds no sound but a table about the rest (Xing, Info, VBRI). */
export function isTableFrame(bytes: Uint8Array, at: number, { length }: Mp3Frame): boolean {
  const text = String.fromCharCode(...bytes.subarray(at + 4, at + Math.min(length, 44)));
  return /Xing|Info|VBRI/.test(text);
}
