import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connectTo, createTestHost, makeTemporaryFolder, withOutcomes } from '#testing';
import { createEngine } from '../createEngine.ts';
import { writeTinyWhisper } from '../transcription/testing/index.ts';
import { installSpeechModel } from './testing/installModel.ts';
import { openRecordingEngine, talk } from './testing/recordingEngine.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
const patience = 300_000;

it(
  'takes the real way from sound to words: a model that knows nothing says nothing, or nothing that makes sense',
  async () => {
    const folder = join(root.path, 'real');
    mkdirSync(folder);
    const model = join(folder, 'tiny.bin');
    await writeTinyWhisper(model);
    installSpeechModel(join(folder, 'home'), model);
    const engine = await createEngine(createTestHost(join(folder, 'home')));
    try {
      const client = connectTo(engine);
      const path = join(folder, 'talk.wav');
      writeFileSync(path, talk());
      const [outcome] = (await withOutcomes(client, 'library.ingest', { paths: [path] })).documents;
      if (outcome?.status === 'skipped') expect(outcome.error?.code).toBe('file_no_text');
      else expect(outcome).toMatchObject({ status: 'indexed', mediaType: 'audio/wav' });
      // Either way it was heard, by a process that had the model.
      const { jobs } = await client.call('jobs.list', {});
      const { stages } = await client.call('jobs.show', { id: jobs[0]?.id ?? '' });
      expect(stages.map(({ stage }) => stage)).toEqual(
        expect.arrayContaining(['decode', 'voice', 'transcribe']),
      );
      const { checks } = await client.call('system.doctor', {});
      expect(checks.find(({ name }) => name === 'speech')).toMatchObject({
        ok: true,
        detail: expect.stringContaining('whisper-tiny'),
      });
      expect(checks.find(({ name }) => name === 'recordings')?.ok).toBe(true);
    } finally {
      await engine.close();
    }
  },
  patience,
);

const corpus = join(import.meta.dirname, '../../../shared/corpus/speech');
const twoSpeakers = join(corpus, 'two-speakers.wav');

/** Of an RTTM file: when each of the speakers speaks. */
function readTurns(path: string): { speaker: string; startMs: number; endMs: number }[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('SPEAKER'))
    .map((line) => {
      const [, , , start = '0', length = '0', , , speaker = ''] = line.split(/\s+/);
      const startMs = Math.round(Number(start) * 1000);
      return { speaker, startMs, endMs: startMs + Math.round(Number(length) * 1000) };
    });
}

describe.skipIf(!existsSync(twoSpeakers))('two people of ../shared (skipped where that is missing)', () => {
  it(
    'are told apart by their voices, word by word, into chunks of one speaker each',
    async () => {
      const turns = readTurns(join(corpus, 'two-speakers.rttm'));
      // Each word says who says it.
      const words = turns.flatMap(({ speaker, startMs, endMs }) => {
        const said: { startMs: number; endMs: number; text: string }[] = [];
        for (let at = startMs; at + 200 <= endMs; at += 300)
          said.push({ startMs: at, endMs: Math.min(endMs, at + 250), text: speaker });
        return said;
      });
      const folder = join(root.path, 'two');
      installSpeechModel(join(folder, 'home'));
      const app = await openRecordingEngine(folder, { words: words.sort((a, b) => a.startMs - b.startMs) });
      try {
        app.write('two.wav', readFileSync(twoSpeakers));
        const [outcome] = await app.ingest();
        expect(outcome).toMatchObject({ status: 'indexed' });
        const id = outcome?.id ?? '';
        const recording = await app.client.call('recordings.show', { documentId: id });
        expect(recording.diarization).toMatch(/^(?:spectral|neural)$/);
        const { segments } = await app.client.call('recordings.segments', { documentId: id, limit: 2_000 });
        const counts = new Map<string, number>();
        for (const { speaker, text } of segments)
          for (const word of text.split(/\s+/)) {
            const pair = `${speaker} ${word.replace(/\W+$/, '')}`;
            counts.set(pair, (counts.get(pair) ?? 0) + 1);
          }
        const [most = 0] = [...counts.values()].sort((a, b) => b - a);
        const best = [...counts].find(([, count]) => count === most)?.[0].split(' ') ?? [];
        const other = [...counts].filter(
          ([pair]) => !pair.startsWith(`${best[0]} `) && !pair.endsWith(` ${best[1]}`),
        );
        const right = most + Math.max(0, ...other.map(([, count]) => count));
        const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
        expect(right / all).toBeGreaterThan(0.7);

        const { chunkList } = await app.client.call('library.show', { id });
        for (const { locator, text } of chunkList) {
          expect(locator).toMatchObject({ kind: 'time', speaker: expect.stringMatching(/^Speaker \d+$/) });
          if (locator.kind === 'time') expect(text.startsWith(`${locator.speaker}:`)).toBe(true);
        }
      } finally {
        await app.close();
      }
    },
    patience,
  );
});
