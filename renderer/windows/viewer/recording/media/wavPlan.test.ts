import { expect, it } from 'vitest';
import { allPieces, ffmpeg, fileOf, hasFfmpeg, never, whole, withoutFfmpeg } from './testing/planned.ts';
import { crcOfFrame, readFlac } from './testing/readFlac.ts';
import { wavPlan } from './wavPlan.ts';

interface Shape {
  channels: number;
  sampleRate: number;
  bits: 16 | 24;
  samples: number;
}

/** Noise that is the same every time. */
function pcmOf({ channels, bits, samples }: Shape): Uint8Array {
  const pcm = new Uint8Array(samples * channels * (bits / 8));
  let state = 1;
  for (let at = 0; at < pcm.length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    pcm[at] = state >> 16;
  }
  return pcm;
}

function wave(shape: Shape, pcm: Uint8Array, change: (header: Buffer) => void = () => undefined): Uint8Array {
  const { channels, sampleRate, bits } = shape;
  const header = Buffer.alloc(44 + 10);
  header.write('RIFF', 0);
  header.writeUInt32LE(pcm.length + header.length - 8, 4);
  header.write('WAVEJUNK', 8);
  header.writeUInt32LE(2, 16);
  header.write('fmt ', 22);
  header.writeUInt32LE(16, 26);
  header.writeUInt16LE(1, 30);
  header.writeUInt16LE(channels, 32);
  header.writeUInt32LE(sampleRate, 34);
  header.writeUInt32LE((sampleRate * channels * bits) / 8, 38);
  header.writeUInt16LE((channels * bits) / 8, 42);
  header.writeUInt16LE(bits, 44);
  header.write('data', 46);
  header.writeUInt32LE(pcm.length, 50);
  change(header);
  return new Uint8Array(Buffer.concat([header, pcm]));
}

const speech: Shape = { channels: 1, sampleRate: 16_000, bits: 16, samples: 16_000 * 21 + 77 };
const call: Shape = { channels: 2, sampleRate: 48_000, bits: 24, samples: 48_000 * 5 };

it.each([speech, call])('gives every sample back, in frames whose checksums hold: %o', async (shape) => {
  const pcm = pcmOf(shape);
  const { file } = fileOf(wave(shape, pcm), 'audio/wav', 1000);
  const plan = await wavPlan(file, never);
  if (!plan) throw new Error('It has no plan.');
  expect(plan.durationMs).toBeCloseTo((shape.samples / shape.sampleRate) * 1000);
  const pieces = await allPieces(plan);
  const { samples, frames } = readFlac(
    pieces.map(({ bytes }) => bytes),
    shape,
  );
  expect(Buffer.compare(samples, pcm)).toBe(0);
  expect(frames.every(({ isRight }) => isRight)).toBe(true);
  expect(frames.map(({ number }) => number)).toEqual(frames.map((_, at) => at));
});

it('has the checksums that the format’s own example has', () => {
  // RFC 9639, appendix D.1: the only frame of the first example.
  const frame = Uint8Array.from([
    ...[0xff, 0xf8, 0x69, 0x18, 0x00, 0x00, 0xbf, 0x03, 0x58, 0xfd, 0x03, 0x12, 0x8b, 0xaa, 0x9a],
  ]);
  expect(crcOfFrame(frame, 6)).toEqual({ head: 0xbf, whole: 0xaa9a });
});

it('reads no more than the stretch that is heard', async () => {
  const { file, asked } = fileOf(wave(call, pcmOf(call)), 'audio/wav', 5000);
  const plan = await wavPlan(file, never);
  asked.bytes = 0;
  const piece = await plan?.pieceAt(3000, never);
  expect(piece && piece.startMs <= 3000 && piece.endMs > 3000).toBe(true);
  expect(asked.bytes).toBeLessThan(24 * 4096 * 6 + 1);
  expect(await plan?.pieceAt(60_000, never)).toBeNull();
});

it('knows files over 4 GiB, and leaves alone what it is not made for', async () => {
  const small: Shape = { ...speech, samples: 1000 };
  const pcm = pcmOf(small);
  const planOf = (bytes: Uint8Array) => wavPlan(fileOf(bytes, 'audio/wav', 1000).file, never);
  const long = await planOf(
    wave(small, pcm, (header) => {
      header.write('RF64', 0);
      header.writeUInt32LE(0xffffffff, 50);
    }),
  );
  expect(long?.durationMs).toBeCloseTo(62.5);
  const floats = wave(small, pcm, (header) => header.writeUInt16LE(3, 30));
  const bytes8 = wave(small, pcm, (header) => header.writeUInt16LE(8, 44));
  for (const other of [floats, bytes8, pcm, pcm.subarray(0, 10)]) expect(await planOf(other)).toBeNull();
});

it.skipIf(!hasFfmpeg)(
  `is understood by another program${withoutFfmpeg}`,
  async () => {
    const pcm = pcmOf(speech);
    const { file } = fileOf(wave(speech, pcm), 'audio/wav', 1000);
    const plan = await wavPlan(file, never);
    if (!plan) throw new Error('It has no plan.');
    const decoded = ffmpeg(whole(plan, await allPieces(plan)), (input, output) => [
      ...['-i', input, '-f', 's16le', output],
    ]);
    expect(Buffer.compare(decoded, pcm)).toBe(0);
  },
  60_000,
);
