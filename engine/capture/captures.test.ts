import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, silentLog } from '#testing';
import { type Captures, createCaptures } from './createCaptures.ts';
import { framesOfPiece, pieceOf } from './testing/pieces.ts';
import { wavHeader, wavHeaderBytes } from './wavHeader.ts';

let home: ReturnType<typeof makeTemporaryFolder>;
let folder: string;
let now = Date.UTC(2026, 10, 30, 12);
let ingested: [string, string | null][];
let refusesIngest: boolean;
const opened: Captures[] = [];

beforeEach(() => {
  home = makeTemporaryFolder();
  folder = join(home.path, 'recordings');
  ingested = [];
  refusesIngest = false;
});
afterEach(async () => {
  for (const captures of opened.splice(0)) await captures.close();
  home.remove();
});

function open(): Captures {
  const captures = createCaptures({
    folder,
    clock: { now: () => now },
    log: silentLog,
    async ingest(path, kb) {
      if (refusesIngest) throw new Error('the library is closed');
      ingested.push([path, kb]);
    },
    findDocument: (path) => (ingested.some(([each]) => each === path) ? 'document' : null),
  });
  opened.push(captures);
  return captures;
}

const both = { sources: ['microphone', 'system'] as ('microphone' | 'system')[], sampleRate: 16_000 };

/** The samples of a finished WAV file whose header holds for them, and for the title behind them. */
function samplesOf(path: string): Buffer {
  const file = readFileSync(path);
  const end = wavHeaderBytes + file.readUInt32LE(wavHeaderBytes - 4);
  expect(file.subarray(end, end + 4).toString()).toBe('LIST');
  expect(file.subarray(0, wavHeaderBytes)).toEqual(
    wavHeader({ channels: 2, sampleRate: 16_000 }, end - wavHeaderBytes, file.length - end),
  );
  return file.subarray(wavHeaderBytes, end);
}

const pieces = (count: number) => Buffer.concat(Array.from({ length: count }, (_, index) => pieceOf(index)));

describe('a live recording', () => {
  it('becomes a whole file in the library, whatever was sent twice or said meanwhile', async () => {
    const captures = open();
    const started = await captures.start({ ...both, title: 'Weekly: plans / “Q4”', kb: 'Work' });
    expect(started).toMatchObject({ state: 'recording', durationMs: 0, documentId: null });
    await expect(captures.start(both)).rejects.toMatchObject({ code: 'conflict' });
    await captures.append(started.id, 0, pieceOf(0));
    await captures.append(started.id, 0, pieceOf(0));
    await expect(captures.append(started.id, 2, pieceOf(2))).rejects.toMatchObject({
      code: 'conflict',
      details: { next: 1 },
    });
    await expect(captures.append(started.id, 1, pieceOf(1).subarray(1))).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await captures.pause(started.id)).toMatchObject({ state: 'paused' });
    // What was on its way when the pause was asked for belongs to it.
    const answers = await Promise.all([
      captures.append(started.id, 1, pieceOf(1)),
      captures.append(started.id, 2, pieceOf(2)),
    ]);
    expect(answers[1].durationMs).toBeCloseTo((3 * framesOfPiece) / 16);
    expect(await captures.resume(started.id)).toMatchObject({ state: 'recording' });
    const finished = await captures.finish(started.id);
    expect(finished).toMatchObject({ state: 'finished', documentId: 'document' });
    expect(finished.path).toMatch(/2026-11-30 \d\d\.\d\d Weekly_ plans _ “Q4”\.wav$/);
    expect(ingested).toEqual([[finished.path, 'Work']]);
    expect(samplesOf(finished.path)).toEqual(pieces(3));
    expect(await captures.finish(started.id)).toEqual(finished);
    await expect(captures.append(started.id, 3, pieceOf(3))).rejects.toMatchObject({ code: 'conflict' });
    expect(readdirSync(join(folder, 'captures'))).toEqual([]);
  });

  it('goes on after an end of the engine, from the piece that was not answered', async () => {
    const before = open();
    const { id } = await before.start({ ...both, title: 'Cut' });
    for (let sequence = 0; sequence < 4; sequence++) await before.append(id, sequence, pieceOf(sequence));
    await before.close();
    const audio = join(folder, 'captures', id, 'audio.wav');
    // Written, but not answered: the journal knows nothing of it, or only half.
    appendFileSync(audio, pieceOf(9));
    appendFileSync(join(folder, 'captures', id, 'journal'), Buffer.alloc(7, 1));

    const after = open();
    let told = 0;
    after.listen(() => told++);
    expect(await after.list()).toEqual([expect.objectContaining({ id, state: 'recovered' })]);
    await after.append(id, 3, pieceOf(3));
    await after.append(id, 4, pieceOf(4));
    expect(await after.list()).toEqual([expect.objectContaining({ state: 'recording' })]);
    expect(told).toBeGreaterThan(0);
    expect(samplesOf((await after.finish(id, 'Whole')).path)).toEqual(pieces(5));
  });

  it('says that nobody records any more when its window has gone', async () => {
    const captures = open();
    const { id } = await captures.start(both);
    await captures.append(id, 0, pieceOf(0));
    now += 31_000;
    expect(await captures.list()).toEqual([expect.objectContaining({ state: 'recovered' })]);
    const next = await captures.start(both);
    expect(next.state).toBe('recording');
    expect(samplesOf((await captures.finish(id)).path)).toEqual(pieces(1));
  });

  it('is gone when it is discarded, and when nothing was recorded', async () => {
    const captures = open();
    const first = await captures.start(both);
    await captures.append(first.id, 0, pieceOf(0));
    expect(await captures.discard(first.id)).toBe(true);
    const second = await captures.start(both);
    await expect(captures.finish(second.id)).rejects.toMatchObject({ code: 'file_empty' });
    expect(await captures.list()).toEqual([]);
    expect(readdirSync(join(folder, 'captures'))).toEqual([]);
    await expect(captures.append(first.id, 1, pieceOf(1))).rejects.toMatchObject({ code: 'not_found' });
  });

  it('finds its place once the library takes it, also after an end in between', async () => {
    const before = open();
    const { id } = await before.start({ ...both, title: 'Late' });
    await before.append(id, 0, pieceOf(0));
    refusesIngest = true;
    await expect(before.finish(id)).rejects.toThrow('closed');
    await expect(before.finish(id)).rejects.toThrow('closed');
    await before.close();
    refusesIngest = false;
    const after = open();
    expect(await after.list()).toEqual([]);
    expect(ingested).toHaveLength(1);
    expect(samplesOf(ingested[0]?.[0] ?? '')).toEqual(pieces(1));
    expect(existsSync(join(folder, 'captures', id))).toBe(false);
  });

  it('leaves what is no recording alone, and what is damaged does not keep the others from being found', async () => {
    const before = open();
    const { id } = await before.start(both);
    await before.append(id, 0, pieceOf(0));
    await before.append(id, 1, pieceOf(1));
    await before.close();
    mkdirSync(join(folder, 'captures', 'other'), { recursive: true });
    // The disk lost the end of the audio although the journal has it.
    truncateSync(join(folder, 'captures', id, 'audio.wav'), wavHeaderBytes + pieceOf(0).length + 3);
    const after = open();
    expect(await after.list()).toHaveLength(1);
    expect(samplesOf((await after.finish(id)).path)).toEqual(pieces(1));
  });
});

it('loses nothing that was answered when its process is killed at any instant', async () => {
  const script = fileURLToPath(new URL('./testing/captureProcess.ts', import.meta.url));
  for (let round = 0; round < 4; round++) {
    const at = join(folder, String(round));
    const child = spawn(process.execPath, [script, at], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.length > 20 + round * 37) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.on('exit', resolve));
    const answered = said.split('\n').filter((line) => line !== '').length;
    expect(answered).toBeGreaterThan(0);
    const captures = createCaptures({
      folder: at,
      clock: { now: Date.now },
      log: silentLog,
      ingest: async () => undefined,
      findDocument: () => null,
    });
    opened.push(captures);
    const [found] = await captures.list();
    const { path } = await captures.finish(found?.id ?? '');
    const samples = samplesOf(path);
    const kept = samples.length / pieceOf(0).length;
    expect(kept).toBeGreaterThanOrEqual(answered);
    expect(samples).toEqual(pieces(kept));
  }
});

it('writes 64-bit sizes where 32 do not hold them, in the same room', () => {
  const format = { channels: 2, sampleRate: 48_000 };
  const small = wavHeader(format, 4_000);
  const large = wavHeader(format, 5_000_000_000);
  expect(small.subarray(0, 4).toString()).toBe('RIFF');
  expect(large.subarray(0, 4).toString()).toBe('RF64');
  expect(large.readBigUInt64LE(28)).toBe(5_000_000_000n);
  expect(large.readBigUInt64LE(36)).toBe(1_250_000_000n);
  expect(small.subarray(48, 76)).toEqual(large.subarray(48, 76));
});
