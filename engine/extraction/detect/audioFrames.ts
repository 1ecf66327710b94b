/** Frames in a row that make a stream; of a shorter file two, or one that is all of it. */
const framesWanted = 3;

/** Whether frames of AAC with their headers (ADTS) follow each other from `offset` on. */
export function isAdts(bytes: Buffer, offset: number): boolean {
  return followEachOther(bytes, offset, (at) => {
    const isHead = bytes[at] === 0xff && ((bytes[at + 1] ?? 0) & 0xf6) === 0xf0;
    if (!isHead || (((bytes[at + 2] ?? 0) >> 2) & 15) > 12) return 0;
    return (((bytes[at + 3] ?? 0) & 3) << 11) | ((bytes[at + 4] ?? 0) << 3) | ((bytes[at + 5] ?? 0) >> 5);
  });
}

/** kbit/s by index, of MPEG 1 (layers I, II, III) and of MPEG 2 and 2.5 (layer I, layers II and III). */
const rates: readonly (readonly number[])[] = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
const sampleRates = [44_100, 48_000, 32_000];

/** Whether frames of MPEG audio (MP3 and its elders) follow each other from `offset` on. */
export function isMpegAudio(bytes: Buffer, offset: number): boolean {
  return followEachOther(bytes, offset, (at) => mpegFrameLength(bytes, at));
}

function mpegFrameLength(bytes: Buffer, at: number): number {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return 0;
  // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5.
  const version = (second >> 3) & 3;
  const layer = 4 - ((second >> 1) & 3);
  if (version === 1 || layer === 4) return 0;
  const isFirst = version === 3;
  const row = isFirst ? layer - 1 : layer === 1 ? 3 : 4;
  const rate = (rates[row]?.[third >> 4] ?? 0) * 1000;
  const sampleRate = (sampleRates[(third >> 2) & 3] ?? 0) / (isFirst ? 1 : version === 2 ? 2 : 4);
  if (rate === 0 || sampleRate === 0) return 0;
  const padding = (third >> 1) & 1;
  if (layer === 1) return (Math.floor((12 * rate) / sampleRate) + padding) * 4;
  return Math.floor(((layer === 3 && !isFirst ? 72 : 144) * rate) / sampleRate) + padding;
}

function followEachOther(bytes: Buffer, offset: number, lengthAt: (at: number) => number): boolean {
  let at = offset;
  for (let frames = 0; frames < framesWanted; frames++) {
    if (at >= bytes.length && frames > 0) return frames > 1 || at === bytes.length;
    const length = lengthAt(at);
    if (length < 7) return false;
    at += length;
  }
  return true;
}
