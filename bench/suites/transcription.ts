import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type TranscriptionDevice, transcriptionContract } from '../../contracts/workers/index.ts';
import { waveHeader } from '../../engine/media/waveHeader.ts';
import { createNodeWorkerHost, type NodeWorkerEntries } from '../../engine/ports/index.ts';
import { writeTinyWhisper, writeTone } from '../../engine/transcription/testing/index.ts';
import { createWorkerPool, type WorkerPool } from '../../engine/workers/index.ts';
import { builtFileNames, builtRuntimeFolder, hasBuiltRuntime } from '../../native/whisper/index.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

const shared = join(import.meta.dirname, '../../../shared');
const testModel = join(shared, 'models/for-tests-ggml-tiny.bin');
const speech = join(shared, 'corpus/speech/jfk.wav');
const rounds = 5;
const target = 1.2;
/** When a call is cancelled, in milliseconds from its beginning: while its process starts, loads, encodes, decodes. */
const cancelAt = [0, 100, 300, 600, 1000];
const idleMs = 500;
/** whisper.cpp's own greedy decoding, as a processor gets it from us. */
const cliOptions = ['-l', 'en', '-bs', '1', '-bo', '5', '-sns'];

type Pool = WorkerPool<typeof transcriptionContract>;

interface Sound {
  modelFile: string;
  waveFile: string;
  pcmFile: string;
  samples: number;
}

/** Sound to words through the worker process, against whisper.cpp's own command line with the same threads. */
export const suite: Suite = {
  name: 'transcription',
  description:
    'Whisper through the worker against whisper-cli, how soon a cancel is answered, memory after it',
  async run(context) {
    const sound = await prepare(context);
    buildPeer(context);
    const pool = openPool(60_000);
    try {
      const { devices } = await pool.call('transcription.devices', {});
      context.log(`devices: ${devices.map(({ id, name }) => `${id} (${name})`).join(', ')}`);
      return [
        ...(await compare(pool, devices, sound, context)),
        ...(await measureOthers(pool, devices, sound)),
        ...(await measureCancel(pool, sound)),
        ...(await measureIdle(sound)),
      ];
    } finally {
      await pool.close();
    }
  },
};

async function prepare({ folder, log }: BenchContext): Promise<Sound> {
  const pcmFile = join(folder, 'sound.pcm');
  const hasShared = existsSync(testModel) && existsSync(speech);
  if (hasShared) {
    // 16 kHz mono; the samples stand behind the word `data` and their length.
    const wave = readFileSync(speech);
    const pcm = wave.subarray(wave.indexOf('data') + 8);
    writeFileSync(pcmFile, pcm);
    return { modelFile: testModel, waveFile: speech, pcmFile, samples: Math.floor(pcm.length / 2) };
  }
  log('the test model is not here; a random one of our own is heard instead');
  const modelFile = join(folder, 'ggml-random.bin');
  const waveFile = join(folder, 'sound.wav');
  await writeTinyWhisper(modelFile, { state: 128, layers: 4 });
  writeTone(pcmFile, 11);
  const pcm = readFileSync(pcmFile);
  writeFileSync(
    waveFile,
    Buffer.concat([waveHeader({ channels: 1, sampleRate: 16_000, dataBytes: pcm.length }), pcm]),
  );
  return { modelFile, waveFile, pcmFile, samples: pcm.length / 2 };
}

const cliPath = () => join(builtRuntimeFolder(), builtFileNames().program);
const hasPeer = () => hasBuiltRuntime(builtRuntimeFolder()) && existsSync(cliPath());

/** whisper.cpp's command line is in no package: it is built once, from the source that a release is built from. */
function buildPeer({ log }: BenchContext): void {
  if (hasPeer()) return;
  log('building whisper.cpp and its command line to measure against (once, minutes)');
  const build = fileURLToPath(new URL('../../native/whisper/building/buildWhisper.ts', import.meta.url));
  const { stderr } = spawnSync(process.execPath, [...process.execArgv, build, '--quick'], {
    encoding: 'utf8',
  });
  if (!hasPeer()) log(`it could not be built: ${stderr.trim().split('\n').at(-1)}`);
}

/** In turns, the fastest of each: loading is left out on both sides. */
async function compare(
  pool: Pool,
  devices: readonly TranscriptionDevice[],
  sound: Sound,
  { log }: BenchContext,
): Promise<Measurement[]> {
  const cli = cliPath();
  if (!hasPeer()) {
    log(`whisper-cli is not in ${builtRuntimeFolder()}; left out`);
    return [];
  }
  const device = devices.find(({ kind }) => kind === 'cpu');
  if (!device) return [];
  const results: Measurement[] = [];
  for (const threads of new Set([1, Math.min(2, availableParallelism())])) {
    await hear(pool, sound, device.id, threads);
    let ours = Number.POSITIVE_INFINITY;
    let theirs = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      ours = Math.min(ours, await hear(pool, sound, device.id, threads));
      theirs = Math.min(theirs, runCli(cli, sound, threads));
    }
    const ratio = ours / theirs;
    results.push({
      name: `11 s by ${device.id}, ${threads} threads`,
      unit: 'ms',
      value: ours,
      peer: { name: 'whisper-cli without loading', value: theirs },
      ratio,
      target: `at most ${target} times`,
      met: ratio <= target,
    });
  }
  return results;
}

/** The ways that are not picked first here, for what they cost: without a build, the first of them serves. */
async function measureOthers(
  pool: Pool,
  devices: readonly TranscriptionDevice[],
  sound: Sound,
): Promise<Measurement[]> {
  const first = devices.find(({ kind }) => kind === 'cpu');
  const results: Measurement[] = [];
  for (const device of devices.filter(({ id }) => id !== first?.id)) {
    await hear(pool, sound, device.id, 1);
    const value = await hear(pool, sound, device.id, 1);
    const cli = hasPeer() ? runCli(cliPath(), sound, 1) : null;
    const peer = cli !== null && {
      peer: { name: 'whisper-cli without loading', value: cli },
      ratio: value / cli,
    };
    results.push({ name: `11 s by ${device.id}, 1 thread`, unit: 'ms', value, ...peer });
  }
  return results;
}

async function measureCancel(pool: Pool, sound: Sound): Promise<Measurement[]> {
  let slowest = 0;
  for (const delay of cancelAt) {
    const controller = new AbortController();
    let abortedAt = 0;
    setTimeout(() => {
      abortedAt = performance.now();
      controller.abort();
    }, delay);
    const code = await pool
      .call('transcription.transcribe', input(sound, 'auto', 2), { signal: controller.signal })
      .then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
    if (code === 'cancelled') slowest = Math.max(slowest, performance.now() - abortedAt);
  }
  return [
    {
      name: `cancel, the slowest of ${cancelAt.length} instants`,
      unit: 'ms',
      value: slowest,
      target: 'within 1 s',
      met: slowest > 0 && slowest <= 1000,
    },
  ];
}

/** The process ends, and with it goes all it held, graphics memory too. */
async function measureIdle(sound: Sound): Promise<Measurement[]> {
  const pool = openPool(idleMs);
  try {
    await pool.call('transcription.transcribe', input(sound, 'auto', 2));
    const { rssBytes } = await pool.call('transcription.ping', {});
    const pids = pool.pids();
    await new Promise((resolve) => setTimeout(resolve, idleMs + 2000));
    const left = pids.filter(isAlive).length;
    return [
      { name: 'memory of the worker with the model', unit: 'MB', value: rssBytes / 1e6 },
      { name: 'processes left after idling', unit: '', value: left, target: 'none', met: left === 0 },
    ];
  } finally {
    await pool.close();
  }
}

function openPool(idle: number): Pool {
  const entry = new URL('../../engine/transcription/testing/whisperWorker.ts', import.meta.url);
  const entries = { extraction: entry, ocr: entry, inference: entry, storage: entry } as NodeWorkerEntries;
  return createWorkerPool({
    host: createNodeWorkerHost(entries),
    kind: 'ocr',
    contract: transcriptionContract,
    size: 1,
    callsPerWorker: 1,
    init: {},
    idleMs: idle,
    maxCalls: 10_000,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clock: { now: Date.now },
  });
}

function input({ modelFile, pcmFile, samples }: Sound, device: string, threads: number) {
  const pcm = { file: pcmFile, startSample: 0, endSample: samples, gainDb: 0 };
  return { modelFile, device, pcm, language: 'en', prompt: null, threads };
}

/** Milliseconds as a caller of the worker sees them. */
async function hear(pool: Pool, sound: Sound, device: string, threads: number): Promise<number> {
  const started = performance.now();
  await pool.call('transcription.transcribe', input(sound, device, threads));
  return performance.now() - started;
}

/** whisper-cli's own count of its time, without what it took to load the model. */
function runCli(cli: string, { modelFile, waveFile }: Sound, threads: number): number {
  const args = ['-m', modelFile, '-f', waveFile, '-t', String(threads), ...cliOptions];
  const { stderr } = spawnSync(cli, args, { encoding: 'utf8' });
  const time = (name: string) =>
    Number(new RegExp(`${name} time =\\s+([\\d.]+) ms`).exec(stderr)?.[1] ?? Number.NaN);
  const ms = time('total') - time('load');
  if (Number.isNaN(ms)) throw new Error(`whisper-cli did not say how long it took:\n${stderr.slice(-500)}`);
  return ms;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
