import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { CatalogueModel } from '@adiuva/models';
import { pack } from 'tar-stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createModelStore, type ModelStore, type ModelStoreOptions } from './index.ts';
import { cutAfter, type Fault, sendFile } from './testing/hubServer.ts';
import { offline } from './testing/offlineGate.ts';

const data = randomBytes(700_000);
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const limits = {
  stallMs: 300,
  backoffMs: 5,
  maxBackoffMs: 20,
  maxFailures: 4,
  reportEveryMs: 0,
  reserveBytes: 0,
};
let tarball: Buffer;
let server: Server;
let url: string;
let requests: { url: string; range: string | undefined }[];
let fault: Fault | null;
let folder: string;
let store: ModelStore;

beforeAll(async () => {
  const archive = pack();
  archive.entry({ name: 'package/package.json' }, '{}');
  archive.entry({ name: 'package/../../evil' }, 'outside');
  archive.entry({ name: 'package/large/xyz.traineddata.gz' }, randomBytes(900_000));
  archive.entry({ name: 'package/small/xyz.traineddata.gz', type: 'symlink', linkname: '/etc/passwd' });
  archive.entry({ name: 'package/small/xyz.traineddata.gz' }, data);
  archive.finalize();
  tarball = gzipSync(await buffer(archive));
  server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', range: request.headers.range });
    if (request.url !== '/@data/xyz/-/xyz-1.0.0.tgz') return void response.writeHead(404).end();
    if (fault?.(request, response, tarball, requests.length)) return;
    sendFile(request, response, tarball, '"one"');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(async () => {
  requests = [];
  fault = null;
  folder = await mkdtemp(join(tmpdir(), 'adiuva-models-'));
  store = open();
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

function model(overrides: { integrity?: string; folder?: string } = {}): CatalogueModel {
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  return {
    id: 'ocr-xyz',
    kind: 'ocr',
    name: 'Text recognition: Xyz',
    description: 'For tests.',
    licence: 'MIT',
    source: {
      kind: 'npm',
      package: '@data/xyz',
      version: '1.0.0',
      integrity,
      bytes: tarball.length,
      folder: 'small',
      ...overrides,
    },
    files: [{ path: 'xyz.traineddata.gz', checksum: 'from-package', approximateBytes: 700_000 }],
  };
}

function open(options: Partial<ModelStoreOptions> & { model?: CatalogueModel } = {}): ModelStore {
  return createModelStore({
    folder,
    catalogue: [options.model ?? model()],
    clock: { now: () => 1_700_000_000_000 },
    log: silent,
    registryUrl: url,
    limits,
    ...options,
  });
}

it('takes the model out of its package, and only that', async () => {
  expect(await store.install('ocr-xyz')).toMatchObject({
    state: 'installed',
    revision: '1.0.0',
    bytes: 700_000,
  });
  const place = await store.folderOf('ocr-xyz');
  expect(data.equals(await readFile(join(place, 'xyz.traineddata.gz')))).toBe(true);
  expect((await readdir(place)).sort()).toEqual(['adiuva-model.json', 'xyz.traineddata.gz']);
  expect(await readdir(join(folder, '.staging'))).toEqual([]);
  expect((await store.verify('ocr-xyz')).ok).toBe(true);
  await store.install('ocr-xyz');
  expect(requests).toHaveLength(1);
});

it('goes on where the line was cut, in this run and the next', async () => {
  fault = (request, response, content, nth) =>
    nth === 1 && cutAfter(500_000)(request, response, content, nth);
  await store.install('ocr-xyz');
  expect(requests[1]?.range).toMatch(/^bytes=[1-9]\d+-$/);
  await store.remove('ocr-xyz');

  requests = [];
  fault = cutAfter(100_000);
  const stop = new AbortController();
  const stopped = store.install('ocr-xyz', { signal: stop.signal, onProgress: () => stop.abort() });
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  await store.close();
  store = open();
  fault = null;
  requests = [];
  await store.install('ocr-xyz');
  expect(requests).toHaveLength(1);
  expect((await store.verify('ocr-xyz')).ok).toBe(true);
});

it('keeps nothing of a package that is not the one of the catalogue', async () => {
  store = open({
    model: model({ integrity: `sha512-${createHash('sha512').update('other').digest('base64')}` }),
  });
  await expect(store.install('ocr-xyz')).rejects.toMatchObject({ code: 'download_corrupt' });
  expect((await store.list())[0]).toMatchObject({ state: 'available', partialBytes: 0 });
  store = open({ model: model({ folder: 'absent' }) });
  await expect(store.install('ocr-xyz')).rejects.toMatchObject({ code: 'download_corrupt' });
  expect((await store.list())[0]).toMatchObject({ state: 'available' });
});

it('makes no request offline', async () => {
  store = open({ network: offline });
  await expect(store.install('ocr-xyz')).rejects.toMatchObject({ code: 'offline' });
  expect(requests).toEqual([]);
});
