import { expect, it } from 'vitest';
import { mp3Plan } from './mp3Plan.ts';
import { allPieces, ffmpeg, fileOf, hasFfmpeg, never, withoutFfmpeg } from './testing/planned.ts';

/** MPEG 1, layer III, 44.1 kHz, mono: rates that a frame may have, by their index. */
const kilobits = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128];

function frame(rate: number, isPadded: boolean, fill: number): Uint8Array {
  const length = Math.floor((144 * (kilobits[rate] ?? 0) * 1000) / 44_100) + Number(isPadded);
  const bytes = new Uint8Array(length).fill(fill);
  bytes.set([0xff, 0xfb, (rate << 4) | (isPadded ? 2 : 0), 0xc0]);
  return bytes;
}

function tag(length: number): Uint8Array {
  const bytes = new Uint8Array(length + 10);
  bytes.set([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, length >> 7, length & 0x7f]);
  return bytes;
}

/** Frames of which each carries its number's lowest byte. */
function mp3(count: number, rateOf: (frame: number) => number): Uint8Array {
  const frames = [tag(1000)];
  let owed = 0;
  for (let at = 0; at < count; at += 1) {
    const rate = rateOf(at);
    owed += ((144 * (kilobits[rate] ?? 0) * 1000) / 44_100) % 1;
    const isPadded = owed >= 1;
    if (isPadded) owed -= 1;
    frames.push(frame(rate, isPadded, at % 251));
  }
  return new Uint8Array(Buffer.concat(frames));
}

const frameMs = (1152 / 44_100) * 1000;
const durationOf = (count: number) => count * frameMs;
/** The number that the first frame of a piece carries. */
const carried = (bytes: Uint8Array) => bytes[10];

it.each([
  ['one rate', () => 5],
  ['rates that change', (at: number) => 1 + (at % 9)],
])('cuts a file of %s into pieces that meet, and loses no byte of its frames', async (_, rateOf) => {
  const bytes = mp3(9000, rateOf);
  const { file } = fileOf(bytes, 'audio/mpeg', durationOf(9000));
  const plan = await mp3Plan(file, never);
  if (!plan) throw new Error('It has no plan.');
  const pieces = await allPieces(plan);
  for (const [at, piece] of pieces.entries()) if (at > 0) expect(piece.startMs).toBe(pieces[at - 1]?.endMs);
  expect(Buffer.compare(Buffer.concat(pieces.map((piece) => piece.bytes)), bytes.subarray(1010))).toBe(0);
  expect(pieces.at(-1)?.endMs).toBeCloseTo(durationOf(9000));
});

it.each([
  ['one rate', () => 5, 60_000],
  ['rates that change', (at: number) => 1 + (at % 9), 8_000_000],
])('finds the very frame of a moment in a file of %s', async (_, rateOf, mostBytes) => {
  const { file, asked } = fileOf(mp3(20_000, rateOf), 'audio/mpeg', durationOf(20_000));
  const plan = await mp3Plan(file, never);
  for (const wanted of [19_000, 1, 12_345, 0, 7777]) {
    asked.bytes = 0;
    const piece = await plan?.pieceAt((wanted + 0.5) * frameMs, never);
    expect(piece?.startMs).toBeCloseTo(wanted * frameMs);
    expect(piece && carried(piece.bytes)).toBe(wanted % 251);
    expect(asked.bytes).toBeLessThan(mostBytes + 270_000);
  }
  expect(await plan?.pieceAt(durationOf(20_001), never)).toBeNull();
});

it('passes over the table at the start, and over what is no sound between frames', async () => {
  const table = frame(5, false, 0);
  table.set(
    [...'Xing'].map((letter) => letter.charCodeAt(0)),
    21,
  );
  const noise = new Uint8Array(333).fill(7);
  const frames = Array.from({ length: 40 }, (_, at) => frame(5, false, at));
  const bytes = Buffer.concat([table, ...frames.slice(0, 20), noise, ...frames.slice(20)]);
  const plan = await mp3Plan(fileOf(bytes, 'audio/mpeg', durationOf(40)).file, never);
  const piece = await plan?.pieceAt(0, never);
  expect(piece && carried(piece.bytes)).toBe(0);
  expect(piece?.endMs).toBeCloseTo(durationOf(40));
  const later = await plan?.pieceAt(30.5 * frameMs, never);
  expect(later && carried(later.bytes)).toBe(30);
});

it('has no plan for what is no MP3', async () => {
  for (const bytes of [
    new Uint8Array(0),
    new Uint8Array(5000),
    tag(20),
    Buffer.from('RIFF….WAVE'.repeat(300)),
  ])
    expect(await mp3Plan(fileOf(bytes, 'audio/mpeg', 1000).file, never)).toBeNull();
});

it.skipIf(!hasFfmpeg)(
  `hears the same as another program at every second${withoutFfmpeg}`,
  async () => {
    // A tone that climbs: its pitch tells the second.
    const bytes = ffmpeg(null, (_, output) => [
      ...['-f', 'lavfi', '-i', 'aevalsrc=0.5*sin(2*PI*(200*t+10*t*t)):s=44100:d=60'],
      ...['-c:a', 'libmp3lame', '-q:a', '7', '-f', 'mp3', output],
    ]);
    const plan = await mp3Plan(fileOf(bytes, 'audio/mpeg', 60_000).file, never);
    for (const second of [5, 33, 52]) {
      const piece = await plan?.pieceAt(second * 1000, never);
      if (!piece) throw new Error('There is nothing.');
      const pcm = ffmpeg(piece.bytes, (input, output) => [
        '-f',
        'mp3',
        '-i',
        input,
        '-f',
        's16le',
        '-ac',
        '1',
        output,
      ]);
      // Half a second on, over a tenth of one: past what a decoder needs to begin.
      const at = Math.round((second * 1000 - piece.startMs + 500) * 44.1);
      const samples = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length >> 1).subarray(at, at + 4410);
      let crossings = 0;
      for (let index = 1; index < samples.length; index += 1)
        if ((samples[index - 1] ?? 0) < 0 && (samples[index] ?? 0) >= 0) crossings += 1;
      const pitch = 200 + 20 * (second + 0.55);
      expect(Math.abs(crossings * 10 - pitch)).toBeLessThan(25);
    }
  },
  60_000,
);
