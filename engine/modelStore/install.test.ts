import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CatalogueModel } from '@adiuva/models';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createModelStore, type ModelStore } from './index.ts';
import { type HubServer, startHubServer } from './testing/hubServer.ts';
import { offline } from './testing/offlineGate.ts';

const weights = randomBytes(2_000_000);
const tokenizer = Buffer.from('{"version":"1.0"}');
const speech = randomBytes(300_000);
const base = { description: 'For tests.', licence: 'MIT' } as const;
const source = { kind: 'hub', repository: 'test/model', revision: 'main' } as const;

const embedder: CatalogueModel = {
  ...base,
  id: 'embedder',
  kind: 'embedding',
  name: 'Embedder',
  source,
  files: [
    { path: 'onnx/model.onnx', checksum: 'from-hub', approximateBytes: 2_000_000 },
    { path: 'tokenizer.json', checksum: 'from-hub', approximateBytes: 20 },
  ],
};
const small: CatalogueModel = {
  ...embedder,
  id: 'small',
  name: 'Small',
  files: embedder.files.map((file) => ({
    ...file,
    path: file.path.replace('model.onnx', 'model_quantized.onnx'),
  })),
};
const transcriber: CatalogueModel = {
  ...base,
  id: 'speech',
  kind: 'transcription',
  name: 'Speech',
  source,
  files: [
    {
      path: 'ggml-speech.bin',
      checksum: {
        algorithm: 'sha1',
        hex: createHash('sha1').update(speech).digest('hex'),
        source: 'the test',
      },
      approximateBytes: 300_000,
    },
  ],
};
const builtin: CatalogueModel = {
  ...base,
  id: 'builtin',
  kind: 'embedding',
  name: 'Built-in',
  source: { kind: 'generated' },
  files: [],
};
const catalogue = [builtin, embedder, small, transcriber];

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
let scratch: string;
let folder: string;
let store: ModelStore;

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'adiuva-import-'));
  folder = join(scratch, 'models');
  store = createModelStore({
    folder,
    catalogue,
    clock: { now: () => 1 },
    log: silent,
    network: offline,
  });
});
afterEach(async () => {
  await store.close();
  await rm(scratch, { recursive: true, force: true });
});

async function lay(files: Record<string, Buffer | string>): Promise<string> {
  const place = await mkdtemp(join(scratch, 'source-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(place, path)), { recursive: true });
    await writeFile(join(place, path), content);
  }
  return place;
}

async function expectNothingInstalled(): Promise<void> {
  expect((await store.list()).map((entry) => entry.state)).toEqual([
    'builtin',
    'available',
    'available',
    'available',
  ]);
  expect(await readdir(join(folder, '.staging')).catch(() => [])).toEqual([]);
}

describe('importing a model', () => {
  it.each([
    ['as in the repository', 'onnx/model.onnx'],
    ['side by side', 'model.onnx'],
  ])('knows a folder by its files, %s, and works offline', async (_name, path) => {
    const place = await lay({ [path]: weights, 'tokenizer.json': tokenizer, 'notes.txt': 'x' });
    expect(await store.importFrom(place)).toMatchObject({ id: 'embedder', state: 'installed' });
    const installed = await store.folderOf('embedder');
    expect(weights.equals(await readFile(join(installed, 'onnx/model.onnx')))).toBe(true);
    expect((await readdir(installed)).sort()).toEqual(['adiuva-model.json', 'onnx', 'tokenizer.json']);
    expect(weights.equals(await readFile(join(place, path)))).toBe(true);
  });

  it('asks which, where a folder holds two models', async () => {
    const place = await lay({
      'model.onnx': weights,
      'model_quantized.onnx': weights,
      'tokenizer.json': tokenizer,
    });
    await expect(store.importFrom(place)).rejects.toThrow(/embedder, small/);
    expect(await store.importFrom(place, { id: 'small' })).toMatchObject({ id: 'small', state: 'installed' });
  });

  it('takes a single file by its name, by its sum, or by the id, and only when it is the right one', async () => {
    const place = await lay({ 'ggml-speech.bin': speech, 'renamed.bin': speech });
    await store.importFrom(join(place, 'ggml-speech.bin'));
    expect(await store.remove('speech')).toBe(true);
    expect(await store.importFrom(join(place, 'renamed.bin'))).toMatchObject({
      id: 'speech',
      state: 'installed',
    });
    await store.remove('speech');

    const damaged = Buffer.from(speech);
    damaged[100] = (damaged[100] ?? 0) ^ 1;
    await writeFile(join(place, 'ggml-speech.bin'), damaged);
    await expect(store.importFrom(join(place, 'ggml-speech.bin'))).rejects.toMatchObject({
      code: 'model_invalid',
    });
    await writeFile(join(place, 'renamed.bin'), damaged);
    await expect(store.importFrom(join(place, 'renamed.bin'))).rejects.toMatchObject({
      code: 'model_unknown',
    });
    await expect(store.importFrom(join(place, 'renamed.bin'), { id: 'speech' })).rejects.toMatchObject({
      code: 'model_invalid',
    });
    await expectNothingInstalled();
  });

  it('checks a folder that was a model before against its own manifest', async () => {
    await store.importFrom(await lay({ 'model.onnx': weights, 'tokenizer.json': tokenizer }));
    const taken = join(scratch, 'taken');
    await rename(await store.folderOf('embedder'), taken);
    await expectNothingInstalled();
    expect(await store.importFrom(taken)).toMatchObject({ id: 'embedder', state: 'installed' });
    await store.remove('embedder');
    await truncate(join(taken, 'onnx/model.onnx'), 1000);
    await expect(store.importFrom(taken)).rejects.toMatchObject({
      code: 'model_invalid',
      message: /manifest/,
    });
    await expectNothingInstalled();
  });

  it('follows links within the folder and within a hub cache, and none that lead out', async () => {
    const cache = await lay({ 'blobs/one': weights, 'blobs/two': tokenizer });
    const snapshot = join(cache, 'snapshots', 'abc');
    await mkdir(join(snapshot, 'onnx'), { recursive: true });
    await symlink('../../../blobs/one', join(snapshot, 'onnx/model.onnx'));
    await symlink('../../blobs/two', join(snapshot, 'tokenizer.json'));
    expect(await store.importFrom(snapshot)).toMatchObject({ state: 'installed' });
    expect((await readFile(join(await store.folderOf('embedder'), 'onnx/model.onnx'))).equals(weights)).toBe(
      true,
    );
    await store.remove('embedder');

    const hostile = await lay({ 'model.onnx': weights });
    await symlink('/etc/passwd', join(hostile, 'tokenizer.json'));
    await expect(store.importFrom(hostile)).rejects.toMatchObject({ code: 'invalid_input', message: /link/ });
    await rm(join(hostile, 'tokenizer.json'));
    await symlink('/dev/zero', join(hostile, 'tokenizer.json'));
    await expect(store.importFrom(hostile)).rejects.toMatchObject({ code: 'model_unknown' });
    await expect(store.importFrom('/dev/zero', { id: 'speech' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expectNothingInstalled();
  });

  it('says what is missing, and never takes an empty file or the built-in model', async () => {
    await expect(store.importFrom(join(scratch, 'nothing'))).rejects.toMatchObject({
      code: 'file_not_found',
    });
    await expect(store.importFrom(await lay({ 'a.txt': 'a' }))).rejects.toMatchObject({
      code: 'model_unknown',
    });
    const half = await lay({ 'model.onnx': weights });
    await expect(store.importFrom(half, { id: 'embedder' })).rejects.toThrow(/tokenizer\.json/);
    await expect(store.importFrom(join(half, 'model.onnx'), { id: 'embedder' })).rejects.toThrow(/folder/);
    await expect(store.importFrom(half, { id: 'builtin' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(store.importFrom(half, { id: '../../etc' })).rejects.toMatchObject({
      code: 'model_unknown',
    });
    await writeFile(join(half, 'tokenizer.json'), '');
    await expect(store.importFrom(half)).rejects.toMatchObject({ code: 'model_invalid' });
    await expect(store.remove('builtin')).rejects.toMatchObject({ code: 'invalid_input' });
    await expectNothingInstalled();
  });

  it('stops when cancelled and keeps the model that was there', async () => {
    const good = await lay({ 'model.onnx': weights, 'tokenizer.json': tokenizer });
    await store.importFrom(good);
    const huge = await lay({ 'tokenizer.json': tokenizer });
    await link(join(good, 'model.onnx'), join(huge, 'model.onnx'));
    await truncate(join(huge, 'model.onnx'), 200_000_000);
    const stop = new AbortController();
    const running = store.importFrom(huge, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect((await store.verify('embedder')).ok).toBe(true);
    expect(await readdir(join(folder, '.staging'))).toEqual([]);
  });
});

describe('a process killed while it downloads', () => {
  it('leaves nothing visible at any instant, and the next goes on from there', {
    timeout: 25_000,
  }, async () => {
    const hub: HubServer = await startHubServer({ 'onnx/model.onnx': weights, 'tokenizer.json': tokenizer });
    hub.fault = (request, response, content) => {
      if (content !== weights) return false;
      const start = Number(request.headers.range?.slice(6, -1) ?? 0);
      const range = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
      response.writeHead(start ? 206 : 200, {
        etag: '"one"',
        'content-length': content.length - start,
        ...(start && range),
      });
      let position = start;
      const drip = setInterval(() => {
        if (response.destroyed || position >= content.length) {
          clearInterval(drip);
          return void response.end();
        }
        response.write(content.subarray(position, position + 20_000));
        position += 20_000;
      }, 2);
      return true;
    };
    const script = `
      import { createModelStore } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
      const log = { info() {}, warn() {}, error() {} };
      const store = createModelStore({ ...JSON.parse(process.argv[1]), clock: { now: Date.now }, log });
      await store.install('embedder');
    `;
    const argument = JSON.stringify({ folder, catalogue, hubUrl: hub.url });
    try {
      let kills = 0;
      for (let round = 0; round < 30; round++) {
        const child = spawn(process.execPath, ['--input-type=module', '-e', script, argument], {
          stdio: 'ignore',
        });
        const seen = hub.requests.length;
        const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
        const killer = (async () => {
          while (hub.requests.length === seen && child.exitCode === null) await pause(5);
          await pause(round * 23);
          child.kill('SIGKILL');
        })();
        const code = await ended;
        await killer;
        const state = (await store.list()).find((entry) => entry.id === 'embedder')?.state;
        if (state === 'installed') break;
        kills++;
        expect(code).toBeNull();
        expect(state).toBe('available');
      }
      expect(kills).toBeGreaterThan(1);
      expect((await store.verify('embedder')).ok).toBe(true);
      const ranges = hub.requests.flatMap((request) => request.range ?? []);
      expect(ranges.length).toBeGreaterThan(0);
    } finally {
      await hub.close();
    }
  });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
