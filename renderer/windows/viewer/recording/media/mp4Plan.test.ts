import { expect, it } from 'vitest';
import { box, fullBox, join, uint16, uint32 } from './boxes.ts';
import { mp4Plan } from './mp4Plan.ts';
import { allPieces, ffmpeg, fileOf, hasFfmpeg, never, whole, withoutFfmpeg } from './testing/planned.ts';

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
/** AAC-LC as an elementary stream's descriptor. */
const esds = [0x03, 19, 0, 0, 0, 0x04, 17, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x05, 2, 0x12, 0x10];

interface Sound {
  sizes: number[];
  /** Samples of a track that stand together in the file. */
  perChunk: number;
  /** What an edit list skips at the start, in samples of sound. */
  skipped: number;
}

/** A movie of one track of sound, 1024 samples of 44.1 kHz in each of its own; each is filled with its number. */
function movie({ sizes, perChunk, skipped }: Sound, isFirst: boolean): Uint8Array {
  const data = sizes.map((size, at) => new Uint8Array(size).fill(at % 251));
  const chunks = Array.from({ length: Math.ceil(sizes.length / perChunk) }, (_, at) => at * perChunk);
  const build = (dataAt: number) => {
    const offsets = chunks.map(
      (first) => dataAt + sizes.slice(0, first).reduce((sum, size) => sum + size, 0),
    );
    const entry = box(
      'mp4a',
      uint32(0),
      uint16(0, 1),
      uint32(0, 0),
      uint16(2, 16, 0, 0),
      uint32(44_100 * 65_536),
      fullBox('esds', 0, 0, esds),
    );
    const stbl = box(
      'stbl',
      fullBox('stsd', 0, 0, uint32(1), entry),
      fullBox('stts', 0, 0, uint32(1, sizes.length, 1024)),
      fullBox('stsc', 0, 0, uint32(1, 1, perChunk, 1)),
      fullBox('stsz', 0, 0, uint32(0, sizes.length, ...sizes)),
      fullBox('stco', 0, 0, uint32(offsets.length, ...offsets)),
    );
    return box(
      'moov',
      fullBox('mvhd', 0, 0, uint32(0, 0, 1000, 0), new Array<number>(80).fill(0)),
      box(
        'trak',
        fullBox('tkhd', 0, 3, uint32(0, 0, 7, 0), new Array<number>(64).fill(0)),
        box('edts', fullBox('elst', 0, 0, uint32(1, 5000, skipped), uint16(1, 0))),
        box(
          'mdia',
          fullBox('mdhd', 0, 0, uint32(0, 0, 44_100, 0), uint16(0, 0)),
          fullBox('hdlr', 0, 0, uint32(0), ascii('soun'), new Array<number>(13).fill(0)),
          box('minf', fullBox('smhd', 0, 0, uint32(0)), stbl),
        ),
      ),
    );
  };
  const ftyp = box('ftyp', ascii('M4A '), uint32(0));
  const length = build(0).length;
  const moov = build(ftyp.length + (isFirst ? length : 0) + 8);
  const mdat = box('mdat', ...data);
  return join(isFirst ? [ftyp, moov, mdat] : [ftyp, mdat, moov]);
}

const sizes = Array.from({ length: 2000 }, (_, at) => 90 + (at % 37));

it.each([true, false])('cuts a movie into pieces that meet, its table first: %s', async (isFirst) => {
  const bytes = movie({ sizes, perChunk: 21, skipped: 2048 }, isFirst);
  const { file } = fileOf(bytes, 'audio/mp4', 46_000);
  const plan = await mp4Plan(file, never);
  if (!plan) throw new Error('It has no plan.');
  expect(plan.type).toBe('audio/mp4; codecs="mp4a.40.2"');
  const pieces = await allPieces(plan);
  for (const [at, piece] of pieces.entries())
    if (at > 0) expect(piece.startMs).toBeCloseTo(pieces[at - 1]?.endMs ?? 0);
  const data = Buffer.concat(pieces.map((piece) => mdatOf(piece.bytes)));
  // What the edit list skips is not there; all else is, in its order.
  const expected = Buffer.concat(sizes.map((size, at) => new Uint8Array(size).fill(at % 251)).slice(2));
  expect(Buffer.compare(data, expected)).toBe(0);
});

it('reads only where the moment is', async () => {
  const bytes = movie({ sizes: sizes.map((size) => size * 20), perChunk: 21, skipped: 0 }, false);
  const { file, asked } = fileOf(bytes, 'audio/mp4', 46_000);
  const plan = await mp4Plan(file, never);
  asked.bytes = 0;
  const piece = await plan?.pieceAt(30_000, never);
  expect(piece && piece.startMs <= 30_000 && piece.endMs > 30_000).toBe(true);
  expect(asked.bytes).toBeLessThan(bytes.length / 5);
  const first = Math.ceil(((piece?.startMs ?? 0) / 1000) * (44_100 / 1024) - 0.001);
  expect(piece && mdatOf(piece.bytes)[0]).toBe(first % 251);
});

it('has no plan for what is fragmented, broken, or in a codec that it does not know', async () => {
  const good = movie({ sizes, perChunk: 21, skipped: 0 }, true);
  const planOf = (bytes: Uint8Array) => mp4Plan(fileOf(bytes, 'audio/mp4', 1000).file, never);
  const replaced = (from: string, to: string) =>
    new Uint8Array(Buffer.from(Buffer.from(good).toString('latin1').replace(from, to), 'latin1'));
  expect(await planOf(good)).not.toBeNull();
  for (const other of [
    replaced('mp4a', 'alac'),
    replaced('moov', 'moof'),
    replaced('stsz', 'free'),
    replaced('stsc', 'free'),
    good.subarray(0, 300),
    new Uint8Array(100),
  ])
    expect(await planOf(other)).toBeNull();
});

function mdatOf(fragment: Uint8Array): Uint8Array {
  const view = new DataView(fragment.buffer, fragment.byteOffset);
  return fragment.subarray(view.getUint32(0) + 8);
}

/** What is seen and heard of a file: checksums of all pictures with their times, and the sound. */
function seenAndHeard(bytes: Uint8Array) {
  const frames = ffmpeg(bytes, (input, output) => [
    ...['-i', input, '-map', '0:v?', '-an', '-copyts', '-f', 'framemd5', output],
  ]);
  const sound = ffmpeg(bytes, (input, output) => ['-i', input, '-vn', '-f', 's16le', '-ac', '1', output]);
  const pictures = Buffer.from(frames)
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(',').at(-1)?.trim());
  return { pictures, sound };
}

const sources = ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25:duration=21'];
const tone = ['-f', 'lavfi', '-i', 'aevalsrc=0.3*sin(2*PI*(200*t+9*t*t)):s=44100:d=21'];

it.skipIf(!hasFfmpeg)(
  `shows and sounds as the file does, to another program${withoutFfmpeg}`,
  async () => {
    const bytes = ffmpeg(null, (_, output) => [
      ...[
        ...sources,
        ...tone,
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-bf',
        '2',
        '-g',
        '40',
        '-pix_fmt',
        'yuv420p',
      ],
      ...['-c:a', 'aac', '-f', 'mp4', output],
    ]);
    const plan = await mp4Plan(fileOf(bytes, 'video/mp4', 21_000).file, never);
    if (!plan) throw new Error('It has no plan.');
    expect(plan.type).toMatch(/^video\/mp4; codecs="avc1\.[0-9A-F]{6}, mp4a\.40\.2"$/);
    const [before, after] = [seenAndHeard(bytes), seenAndHeard(whole(plan, await allPieces(plan)))];
    expect(after.pictures).toEqual(before.pictures);
    expect(Math.abs(after.sound.length - before.sound.length)).toBeLessThan(2 * 2048);
    // From any moment on, from a picture that stands by itself.
    const piece = await plan.pieceAt(13_000, never);
    expect(piece && piece.startMs <= 13_000 && piece.endMs > 13_000).toBe(true);
    const part = seenAndHeard(whole(plan, piece ? [piece] : []));
    const from = Math.round(((piece?.startMs ?? 0) / 1000) * 25);
    expect(part.pictures).toEqual(before.pictures.slice(from, from + part.pictures.length));
  },
  120_000,
);
