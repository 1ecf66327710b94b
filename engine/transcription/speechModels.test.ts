import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { catalogue } from '@adiuva/models';
import { afterAll, expect, it } from 'vitest';
import { createModelStore } from '#modelStore';
import { makeTemporaryFolder, silentLog } from '#testing';
import {
  chooseSpeechModel,
  listSpeechModels,
  type SpeechHardware,
  type SpeechModel,
} from './speechModels.ts';
import { writeTinyWhisper } from './testing/index.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());

const MiB = 1024 * 1024;
const model = (id: string, mebibytes: number): SpeechModel => ({
  id: `whisper-${id}`,
  name: `Whisper ${id}`,
  file: `/${id}.bin`,
  bytes: mebibytes * MiB,
});
const all = [
  model('large-v3', 2900),
  model('large-v3-turbo', 1500),
  model('large-v3-turbo-q5_0', 547),
  model('medium', 1500),
  model('small', 466),
  model('base', 142),
  model('tiny', 75),
];
const laptop = { cores: 8, memoryBytes: 16e9, graphicsBytes: null, hasGraphics: false };

it('finds what the model store has installed, the best first, with its file', async () => {
  const models = join(folder.path, 'models');
  for (const name of ['tiny', 'base']) {
    const place = join(models, `whisper-${name}`);
    await mkdir(place, { recursive: true });
    const file = join(place, `ggml-${name}.bin`);
    await writeTinyWhisper(file);
    const bytes = readFileSync(file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const files = [{ path: `ggml-${name}.bin`, size: bytes.length, sha256 }];
    const manifest = { format: 1, id: `whisper-${name}`, origin: 'import', installedAt: 0, files };
    await writeFile(join(place, 'adiuva-model.json'), JSON.stringify(manifest));
  }
  await mkdir(join(models, 'whisper-small'), { recursive: true });
  const store = createModelStore({ folder: models, catalogue, clock: { now: Date.now }, log: silentLog });
  const found = await listSpeechModels(store, catalogue);
  expect(found.map(({ id }) => id)).toEqual(['whisper-base', 'whisper-tiny']);
  expect(found[0]?.file).toBe(join(models, 'whisper-base', 'ggml-base.bin'));
  expect(found[0]?.bytes).toBeGreaterThan(1_000_000);
  await store.close();
});

it('takes the best that this machine bears, and says what is smaller', () => {
  const choose = (hardware: Partial<SpeechHardware>) =>
    chooseSpeechModel(all, null, { ...laptop, ...hardware });
  expect(choose({}).model.id).toBe('whisper-large-v3-turbo-q5_0');
  expect(choose({ cores: 2 }).model.id).toBe('whisper-base');
  expect(choose({ hasGraphics: true, graphicsBytes: 8e9 }).model.id).toBe('whisper-large-v3');
  expect(choose({ hasGraphics: true, graphicsBytes: 3e9 }).model.id).toBe('whisper-large-v3-turbo');
  expect(choose({ hasGraphics: true, memoryBytes: 4e9 }).model.id).toBe('whisper-large-v3-turbo-q5_0');
  expect(choose({}).smaller.map(({ id }) => id)).toEqual(['whisper-small', 'whisper-base', 'whisper-tiny']);
});

it('takes what was chosen, and the smallest where none is bearable', () => {
  expect(chooseSpeechModel(all, 'whisper-large-v3', laptop).model.id).toBe('whisper-large-v3');
  expect(chooseSpeechModel(all.slice(0, 2), null, { ...laptop, cores: 2 }).model.id).toBe(
    'whisper-large-v3-turbo',
  );
});

it('says what to install', () => {
  expect(() => chooseSpeechModel([], null, laptop)).toThrow(/No Whisper model is installed/);
  expect(() => chooseSpeechModel(all, 'whisper-huge', laptop)).toThrow(/whisper-huge is not installed/);
});
