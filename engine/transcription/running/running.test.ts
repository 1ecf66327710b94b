import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TranscriptionDevice, transcriptionContract } from '@adiuva/contracts/workers';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createNodeWorkerHost } from '#ports';
import { makeTemporaryFolder, silentLog } from '#testing';
import { createWorkerPool, type WorkerPool } from '#workers';
import type { SpeechModel } from '../speechModels.ts';
import type { TranscriptScript } from '../testing/index.ts';
import type { VoiceStretch } from '../windows/packWindows.ts';
import { packWindows } from '../windows/packWindows.ts';
import { createLanguageKeeper } from './languageKeeper.ts';
import { startTranscription } from './startTranscription.ts';
import { transcribeWindows, type WindowState } from './transcribeWindows.ts';

const folder = makeTemporaryFolder();
const entry = new URL('../testing/scriptedWorker.ts', import.meta.url);
const host = createNodeWorkerHost({
  extraction: entry,
  ocr: entry,
  inference: entry,
  storage: entry,
} as Parameters<typeof createNodeWorkerHost>[0]);
let pool: WorkerPool<typeof transcriptionContract> | undefined;
afterEach(() => pool?.close());
afterAll(() => folder.remove());

const gpu: TranscriptionDevice = {
  id: 'scripted:gpu0',
  adapter: 'scripted',
  kind: 'gpu',
  name: 'Test card',
  memoryBytes: 8e9,
};
const cpu: TranscriptionDevice = {
  ...gpu,
  id: 'scripted:cpu',
  kind: 'cpu',
  name: 'Processor',
  memoryBytes: null,
};
const models: SpeechModel[] = ['large', 'small'].map((id, index) => ({
  id,
  name: `Whisper ${id}`,
  file: `/models/${id}.bin`,
  bytes: 1000 - index,
}));

const sentence = 'This is what was said and it was said by one person.'.split(' ');
const words = Array.from({ length: 120 }, (_, index) => ({
  startMs: index * 500,
  endMs: index * 500 + 400,
  text: sentence[index % sentence.length] ?? '',
}));

function open(script: Partial<TranscriptScript>): WorkerPool<typeof transcriptionContract> {
  const file = join(folder.path, `${Math.random()}.json`);
  writeFileSync(file, JSON.stringify({ language: 'en', words, devices: [gpu, cpu], ...script }));
  pool = createWorkerPool({
    host,
    kind: 'inference',
    contract: transcriptionContract,
    size: 1,
    callsPerWorker: 1,
    init: { script: file },
    idleMs: 60_000,
    maxCalls: 1000,
    log: silentLog,
    clock: { now: Date.now },
  });
  return pool;
}

const call = {
  pcm: { file: '/any.pcm', startSample: 0, endSample: 160_000, gainDb: 0 },
  language: null,
  prompt: null,
  threads: 1,
};

describe('a transcription', () => {
  it('uses the best device, and says nothing where nothing happens', async () => {
    const transcription = startTranscription({ workers: open({}), models });
    const fractions: number[] = [];
    const heard = await transcription.transcribe(call, {
      onProgress: (fraction) => fractions.push(fraction),
    });
    expect(heard.device).toBe(gpu.id);
    expect(heard.segments.flatMap((segment) => segment.words)).toHaveLength(20);
    expect(fractions).toEqual([0.5]);
    expect(transcription.warnings()).toEqual([]);
  });

  it.each(['crash', 'memory', 'device'] as const)(
    'goes on on the processor after the card failed: %s',
    async (how) => {
      const transcription = startTranscription({ workers: open({ failures: { [gpu.id]: how } }), models });
      expect(await transcription.transcribe(call)).toMatchObject({ device: cpu.id });
      expect(transcription.warnings()).toHaveLength(1);
      expect(transcription.warnings()[0]).toMatch(
        /Whisper large on the graphics card Test card .+ processor, which is slower/,
      );
      // For the rest of the recording the card is left alone.
      await transcription.transcribe(call);
      expect(transcription.warnings()).toHaveLength(1);
    },
  );

  it('takes a smaller model where the processor has no memory for this one', async () => {
    const told: string[] = [];
    const transcription = startTranscription({
      workers: open({ failures: { [gpu.id]: 'crash', [`${cpu.id} ${models[0]?.file}`]: 'memory' } }),
      models,
      onWarning: (warning) => told.push(warning),
    });
    await transcription.transcribe(call);
    expect(await transcription.current()).toMatchObject({ model: models[1], device: cpu });
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(/Whisper small, a smaller model, is used instead/);
  });

  it('ends with the failure where nothing is left', async () => {
    const transcription = startTranscription({
      workers: open({ failures: { [gpu.id]: 'crash', [cpu.id]: 'crash' } }),
      models,
    });
    await expect(transcription.transcribe(call)).rejects.toMatchObject({ code: 'worker_crashed' });
  });

  it('does not try around a damaged model, nor a cancel', async () => {
    const damaged = startTranscription({ workers: open({ failures: { [gpu.id]: 'invalid' } }), models });
    await expect(damaged.transcribe(call)).rejects.toMatchObject({ code: 'model_invalid' });
    await pool?.close();
    const slow = startTranscription({ workers: open({ failures: { [gpu.id]: 'hang' } }), models });
    const controller = new AbortController();
    const hearing = slow.transcribe(call, { signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    await expect(hearing).rejects.toMatchObject({ code: 'cancelled' });
    expect(slow.warnings()).toEqual([]);
  });

  it('takes one kill for somebody else`s doing, and a second one for a lack of memory', async () => {
    const transcription = startTranscription({ workers: open({ devices: [cpu], delayMs: 5000 }), models });
    await transcription.current();
    const killed = async () => {
      const hearing = transcription.transcribe(call).catch((error) => error);
      await expect.poll(() => pool?.pids().length, { timeout: 10_000 }).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (const pid of pool?.pids() ?? []) process.kill(pid, 'SIGKILL');
      return hearing;
    };
    expect(await killed()).toMatchObject({ code: 'worker_crashed', details: { byItself: false } });
    const second = killed();
    await expect.poll(() => transcription.warnings().length, { timeout: 10_000 }).toBe(1);
    expect(transcription.warnings()[0]).toMatch(/Whisper small/);
    expect(await second).toMatchObject({ language: 'en' });
  });

  it('says what to install where there is nothing', () => {
    expect(() => startTranscription({ workers: open({}), models: [] })).toThrow(
      /No Whisper model is installed/,
    );
  });
});

describe('a recording', () => {
  const voice: VoiceStretch[] = [{ startMs: 0, endMs: 60_000 }];
  const base = { voice, pcm: { file: '/any.pcm', gainDb: 0 }, language: null, prompt: null, threads: 1 };

  it('is heard window by window, with every word once, and goes on after an interruption', async () => {
    const windows = packWindows(voice, { recordingMs: 60_000 });
    expect(windows.length).toBeGreaterThan(2);
    const transcription = startTranscription({ workers: open({}), models });
    const collect = async (after: WindowState | undefined, most: number) => {
      const segments: { startMs: number; endMs: number; text: string }[] = [];
      let state = after;
      for await (const result of transcribeWindows(transcription, { ...base, windows, after })) {
        if (result.previousEndsMs !== null)
          expect(segments.at(-1)?.endMs).toBeLessThanOrEqual(result.previousEndsMs + 2500);
        segments.push(...result.segments);
        state = JSON.parse(JSON.stringify(result.state)) as WindowState;
        if (result.index + 1 >= most) break;
      }
      return { segments, state };
    };
    const whole = await collect(undefined, windows.length);
    const first = await collect(undefined, 1);
    const rest = await collect(first.state, windows.length);
    expect(first.state?.done).toBe(1);
    expect(rest.state).toMatchObject({ done: windows.length, language: { current: 'en' } });
    expect(first.segments.length + rest.segments.length).toBeGreaterThanOrEqual(whole.segments.length);
    for (const [index, { startMs }] of whole.segments.entries())
      expect(startMs).toBeGreaterThanOrEqual(whole.segments[index - 1]?.startMs ?? 0);
  });

  it('leaves out what was heard where nobody speaks', async () => {
    const spoken = [{ startMs: 0, endMs: 10_000 }];
    const transcription = startTranscription({ workers: open({}), models });
    const results = [];
    for await (const result of transcribeWindows(transcription, {
      ...base,
      voice: spoken,
      windows: [{ startMs: 0, endMs: 28_000, overlapsNextMs: 0 }],
    }))
      results.push(...result.segments);
    expect(results.length).toBeGreaterThan(0);
    expect(results.every(({ startMs }) => startMs < 10_000)).toBe(true);
  });
});

describe('a language', () => {
  const heard = (language: string, probability: number | null, speechMs = 10_000, confidence = 0.8) => ({
    language,
    probability,
    speechMs,
    confidence,
  });

  it('that is given is kept', () => {
    const keeper = createLanguageKeeper('de');
    keeper.heard(heard('de', null));
    expect([keeper.next(), keeper.language()]).toEqual(['de', 'de']);
  });

  it('is looked for until it is clear, then kept, and looked for again now and then', () => {
    const keeper = createLanguageKeeper(null);
    expect(keeper.next()).toBeNull();
    keeper.heard(heard('nl', 0.5, 2000));
    expect(keeper.next()).toBeNull();
    keeper.heard(heard('de', 0.97));
    for (let window = 0; window < 20; window++) {
      expect(keeper.next()).toBe('de');
      keeper.heard(heard('de', null));
    }
    expect(keeper.next()).toBeNull();
    expect(keeper.language()).toBe('de');
  });

  it('changes when a window is unsure and the other language is clear, and not otherwise', () => {
    const keeper = createLanguageKeeper(null);
    keeper.heard(heard('en', 0.99));
    keeper.heard(heard('en', null, 10_000, 0.3));
    expect(keeper.next()).toBeNull();
    expect(keeper.isOther({ language: 'cy', probability: 0.4 })).toBe(true);
    expect(keeper.kept()).toBe('en');
    keeper.heard(heard('en', null));
    expect(keeper.isOther({ language: 'fr', probability: 0.95 })).toBe(false);
  });

  it('that somebody goes over to is kept from then on', () => {
    const keeper = createLanguageKeeper(null);
    keeper.heard(heard('en', 0.99));
    keeper.heard(heard('en', null, 10_000, 0.3));
    keeper.heard(heard('fr', 0.95));
    expect(keeper.next()).toBe('fr');
    expect(createLanguageKeeper(null, keeper.state()).next()).toBe('fr');
  });
});
