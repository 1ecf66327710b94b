import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModelFile } from '@adiuva/native/whisper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { createTranscriber } from './createTranscriber.ts';
import { writeTinyWhisper, writeTone } from './testing/index.ts';

const folder = makeTemporaryFolder();
const modelFile = join(folder.path, 'ggml-tiny-random.bin');
const pcmFile = join(folder.path, 'sound.pcm');
const seconds = 6;
beforeAll(async () => {
  await writeTinyWhisper(modelFile);
  writeTone(pcmFile, seconds);
});
afterAll(() => folder.remove());

const transcriber = createTranscriber();
afterAll(() => transcriber.unload());
const devices = await transcriber.devices();
const input = {
  modelFile,
  pcm: { file: pcmFile, startSample: 16_000, endSample: 16_000 * 5, gainDb: 0 },
  language: 'en',
  prompt: 'Ludwig',
  threads: 1,
};

it('knows what Whisper can run on here: a processor at least, each once', () => {
  expect(devices.some(({ kind }) => kind === 'cpu')).toBe(true);
  expect(new Set(devices.map(({ id }) => id)).size).toBe(devices.length);
  const kinds = devices.map(({ kind }) => kind);
  expect(kinds.lastIndexOf('gpu')).toBeLessThan(kinds.indexOf('cpu'));
});

// Some prebuilt ways are slow, and the machine may be busy.
describe.each(devices.map(({ id }) => id))('Whisper by %s', { timeout: 180_000 }, (device) => {
  it('hears a stretch: words in order inside the recording, at the times of the recording', async () => {
    const fractions: number[] = [];
    const heard = await transcriber.transcribe({ ...input, device }, (fraction) => fractions.push(fraction));
    expect(heard).toMatchObject({ device, language: 'en' });
    expect(heard.segments.length).toBeGreaterThan(0);
    let previous = 1000;
    for (const segment of heard.segments) {
      expect(segment.text).not.toMatch(/\[_|<\|/);
      expect(segment.words.length).toBeGreaterThan(0);
      expect(segment.words.every(({ text }) => segment.text.includes(text))).toBe(true);
      for (const { startMs, endMs } of segment.words) {
        expect(startMs).toBeGreaterThanOrEqual(previous);
        expect(endMs).toBeGreaterThanOrEqual(startMs);
        previous = endMs;
      }
      expect(segment.endMs).toBeLessThanOrEqual(5000);
    }
    for (const fraction of fractions) expect(fraction).toBeLessThanOrEqual(1);
    expect(transcriber.loaded()).toBe(modelFile);
  });

  it('finds a language, the same one twice, and hears what is too short for it', async () => {
    const found = await transcriber.transcribe({ ...input, device, language: null });
    expect(found.language).toMatch(/^[a-z]{2,3}$/);
    const again = await transcriber.transcribe({ ...input, device, language: null });
    expect(again.language).toBe(found.language);
    const pcm = { ...input.pcm, endSample: input.pcm.startSample + 800 };
    await expect(transcriber.transcribe({ ...input, device, pcm })).resolves.toMatchObject({
      language: 'en',
    });
  });
});

it('gives the confidence of words and segments where the tokens are told', async () => {
  const device = devices.find(({ adapter }) => adapter === 'built' || adapter === 'library');
  if (!device) return expect(process.platform).toBe('win32');
  const { segments, languageProbability } = await transcriber.transcribe({
    ...input,
    device: device.id,
    language: null,
  });
  expect(languageProbability).toBeGreaterThan(0);
  for (const { confidence, noSpeechProbability, words } of segments) {
    expect(confidence).toBeGreaterThan(0);
    expect(noSpeechProbability).toBeGreaterThanOrEqual(0);
    for (const word of words) expect(word.confidence).toBeGreaterThan(0);
  }
});

describe('a model file', () => {
  const broken = (name: string, change: (bytes: Buffer) => Buffer | string) => {
    const file = join(folder.path, name);
    writeFileSync(file, change(readFileSync(modelFile)));
    return file;
  };

  it('is read: sizes, tokens, weights', async () => {
    const file = await readModelFile(modelFile);
    expect(file).toMatchObject({ isMultilingual: true, endOfText: 50_257, tensors: 11 + 15 + 24 });
    expect(Buffer.from(file.tokens[0x41] ?? []).toString()).toBe('A');
  });

  it.each([
    ['text', () => 'this is no model'],
    ['empty', () => ''],
    ['cut in its weights', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1000)],
    ['cut in its vocabulary', (bytes: Buffer) => bytes.subarray(0, 200_000)],
    [
      'without its last tensor',
      (bytes: Buffer) => bytes.subarray(0, bytes.lastIndexOf('decoder.ln.bias') - 16),
    ],
    [
      'of impossible sizes',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 12), Buffer.alloc(4, 0xff), bytes.subarray(16)]),
    ],
    [
      'with weights of an unknown type',
      (bytes: Buffer) => {
        const copy = Buffer.from(bytes);
        copy.writeInt32LE(99, copy.indexOf('encoder.positional_embedding') - 12);
        return copy;
      },
    ],
  ] as [string, (bytes: Buffer) => Buffer | string][])(
    'that is %s is model_invalid, and names itself',
    async (name, change) => {
      const file = broken(`${name}.bin`, change);
      await expect(
        transcriber.transcribe({ ...input, device: 'auto', modelFile: file }),
      ).rejects.toMatchObject({
        code: 'model_invalid',
        details: { path: file },
      });
    },
  );

  it('that is not there, and sound that is not there, are told apart', async () => {
    const missing = join(folder.path, 'missing.bin');
    await expect(
      transcriber.transcribe({ ...input, device: 'auto', modelFile: missing }),
    ).rejects.toMatchObject({ code: 'model_not_installed' });
    const pcm = { ...input.pcm, file: join(folder.path, 'missing.pcm') };
    await expect(transcriber.transcribe({ ...input, device: 'auto', pcm })).rejects.toMatchObject({
      code: 'file_not_found',
    });
    await expect(transcriber.transcribe({ ...input, device: 'gpu9' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

it('hears what is there of a stretch that is cut off', async () => {
  const file = join(folder.path, 'short.pcm');
  writeTone(file, 2);
  truncateSync(file, 40_001);
  const pcm = { file, startSample: 0, endSample: 32_000, gainDb: 6 };
  const { segments } = await transcriber.transcribe({ ...input, device: 'auto', pcm });
  expect(segments.every(({ endMs }) => endMs <= 1250)).toBe(true);
});
