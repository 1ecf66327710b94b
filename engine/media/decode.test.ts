import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildWave, longWave, type WaveEncoding } from './testing/buildWave.ts';
import { bestCorrelation, testSignal } from './testing/signal.ts';
import { hear, hearBytes, ways, withFolder } from './testing/withRecording.ts';

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
const signal = testSignal();
/** A second, and what an encoder puts around it. */
const files = [
  ...['tone.mp3', 'tone.m4a', 'tone.aac', 'tone.ogg', 'tone.opus', 'tone.flac', 'tone-alac.m4a', 'tone.wma'],
  ...['tone.webm', 'tone.mp4', 'tone.mov', 'tone.avi', 'tone.mkv'],
];

describe.each(ways)('by %s', (_, media) => {
  it.each(files)('hears what is in %s', async (file) => {
    const { lanes, sounds, durationMs, warnings } = await hear(media, fixture(file));
    expect(lanes).toHaveLength(1);
    expect(warnings).toEqual([]);
    expect(durationMs).toBeGreaterThan(980);
    expect(durationMs).toBeLessThan(1100);
    const { correlation, lag } = bestCorrelation(signal, sounds[0] ?? []);
    expect(correlation).toBeGreaterThan(0.95);
    expect(Math.abs(lag) / 16).toBeLessThan(70);
  });

  it.each<WaveEncoding>(['u8', 's16', 's24', 's32', 'f32', 'f64', 'alaw', 'mulaw'])(
    'hears a wave of %s',
    async (encoding) => {
      const bytes = buildWave({ encoding, sampleRate: 44_100, channels: [testSignal(1, 44_100)] });
      const { sounds, durationMs } = await hearBytes(media, 'a.wav', bytes);
      expect(durationMs).toBe(1000);
      const { correlation, lag } = bestCorrelation(signal, sounds[0] ?? [], 20);
      expect(correlation).toBeGreaterThan(0.999);
      expect(lag).toBe(0);
    },
  );

  it('hears waves of every head: extensible, beyond 4 GiB, cut, never finished, with chunks before', async () => {
    const channels = [signal];
    const heads = {
      extensible: buildWave({ channels, encoding: 's24', isExtensible: true }),
      rf64: buildWave({ channels, isRf64: true }),
      // A recorder that lost its power never wrote the size.
      unfinished: buildWave({ channels, declaredBytes: 0xffffffff }),
      zero: buildWave({ channels, declaredBytes: 0 }),
      list: buildWave({ channels, chunks: [['LIST', Buffer.from('INFOIART\x05\0\0\0Anna\0\0', 'latin1')]] }),
    };
    for (const [name, bytes] of Object.entries(heads)) {
      const { sounds } = await hearBytes(media, `${name}.wav`, bytes);
      expect([name, bestCorrelation(signal, sounds[0] ?? [], 4)]).toEqual([
        name,
        { correlation: expect.closeTo(1, 3), lag: 0 },
      ]);
    }
  });

  it('gives what is there of a recording that was cut off, and says so', async () => {
    const whole = buildWave({ channels: [testSignal(10)] });
    const { durationMs, sounds, warnings } = await hearBytes(media, 'a.wav', whole.subarray(0, 160_044));
    expect(durationMs).toBe(5000);
    expect(sounds[0]).toHaveLength(80_000);
    expect(warnings).toEqual([
      'The recording was cut off: it ends after 00:00:05, of 00:00:10 that it says it has.',
    ]);
  });

  it('ends with a code of its own for what cannot be heard', async () => {
    const codes: Record<string, string> = {};
    const cases: Record<string, Uint8Array> = {
      'empty.mp3': new Uint8Array(0),
      'head.wav': buildWave({ channels: [new Float32Array(0)] }),
      'silent.wav': buildWave({ channels: [new Float32Array(32_000)] }),
      'noise.mp3': Buffer.from('not a recording at all, only some words '.repeat(200)),
      'zeros.mp4': new Uint8Array(10_000),
      'cut.m4a': readFileSync(fixture('tone.m4a')).subarray(0, 1500),
    };
    for (const [name, bytes] of Object.entries(cases)) {
      const error = await hearBytes(media, name, bytes).catch((thrown) => thrown);
      codes[name] = error.code;
      expect(error.message).toContain(`“${name}”`);
    }
    expect(codes).toEqual({
      'empty.mp3': 'file_empty',
      'head.wav': 'file_empty',
      'silent.wav': 'recording_silent',
      'noise.mp3': 'file_malformed',
      'zeros.mp4': 'file_malformed',
      'cut.m4a': 'file_malformed',
    });
    await expect(media.decode({ path: '/none/such.mp3', folder: '/tmp' })).rejects.toMatchObject({
      code: 'file_not_found',
    });
    await expect(media.probe({ path: fixture('tone.mp3'), maxBytes: 1000 })).rejects.toMatchObject({
      code: 'file_too_large',
    });
  });

  it('tells people on their own channels from one room, and from one microphone', async () => {
    const quiet = new Float32Array(16_000);
    const turns = (first: boolean) =>
      concat(Array.from({ length: 10 }, (__, index) => ((index % 2 === 0) === first ? signal : quiet)));
    const [left, right] = [turns(true), turns(false)];
    const call = await hearBytes(media, 'call.wav', buildWave({ channels: [left, right] }));
    expect(call.lanes.map(({ channel }) => channel)).toEqual([0, 1]);
    // The right one is made of the mix: the last bit may differ.
    for (const [index, channel] of [left, right].entries()) {
      const heard = call.sounds[index] ?? new Float32Array(0);
      const worst = heard.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - (channel[at] ?? 0))),
        0,
      );
      expect(worst).toBeLessThan(3 / 32768);
    }
    const mono = concat(Array.from({ length: 5 }, () => signal));
    const double = await hearBytes(media, 'double.wav', buildWave({ channels: [mono, mono] }));
    expect(double.lanes.map(({ channel }) => channel)).toEqual([null]);
    const crossed = await hearBytes(
      media,
      'crossed.wav',
      buildWave({ channels: [mono, mono.map((value) => -value)] }),
    );
    expect(crossed.lanes).toMatchObject([{ channel: 0, isSilent: false }]);
    const delayed = concat([quiet.subarray(0, 40), mono]).subarray(0, mono.length);
    const room = await hearBytes(media, 'room.wav', buildWave({ channels: [mono, delayed] }));
    expect(room.lanes.map(({ channel }) => channel)).toEqual([null]);
  });

  it('makes quiet recordings louder and loud ones quieter, but not noise', async () => {
    const pause = new Float32Array(8_000);
    const words = concat([signal, pause, signal, pause, signal, pause]);
    const scaled = (factor: number) => buildWave({ channels: [words.map((value) => value * factor)] });
    const loud = (await hearBytes(media, 'loud.wav', scaled(1.8))).lanes[0];
    const quiet = (await hearBytes(media, 'quiet.wav', scaled(0.02))).lanes[0];
    for (const lane of [loud, quiet])
      expect((lane?.loudnessLufs ?? 0) + (lane?.gainDb ?? 0)).toBeCloseTo(-23, 1);
    expect(loud?.gainDb).toBeLessThan(0);
    expect(quiet?.gainDb).toBeGreaterThan(15);
    const hiss = Float32Array.from({ length: 80_000 }, (__, index) => 0.002 * Math.sin(index * index));
    const { lanes } = await hearBytes(media, 'hiss.wav', buildWave({ channels: [hiss] }));
    expect((lanes[0]?.loudnessLufs ?? 0) + (lanes[0]?.gainDb ?? 0)).toBeLessThanOrEqual(-39.9);
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    await withFolder(async (folder, scratch) => {
      const path = join(folder, 'long.wav');
      const words = testSignal(5);
      await writeFile(path, longWave([words, words.toReversed()], 40));
      const controller = new AbortController();
      const seen: number[] = [];
      const work = media.decode(
        { path, folder: scratch },
        {
          signal: controller.signal,
          onProgress({ doneMs, totalMs }) {
            seen.push(doneMs);
            expect(totalMs).toBe(200_000);
            if (doneMs > 10_000) controller.abort();
          },
        },
      );
      await expect(work).rejects.toMatchObject({ code: 'cancelled' });
      expect(seen.at(-1)).toBeLessThan(200_000);
      expect(await readdir(scratch)).toEqual([]);
    });
  });
});

function concat(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
