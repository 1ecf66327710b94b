import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogueModel } from '@adiuva/models';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNetwork } from '#network';
import { createModelStore, type ModelStore, type ModelStoreOptions } from './index.ts';
import { commit, cutAfter, type HubServer, reply, sendFile, startHubServer } from './testing/hubServer.ts';
import { offline } from './testing/offlineGate.ts';

const weights = randomBytes(3_000_000);
const tokenizer = Buffer.from('{"version":"1.0"}');

const model: CatalogueModel = {
  id: 'test-model',
  kind: 'embedding',
  name: 'Test model',
  description: 'For tests.',
  licence: 'MIT',
  source: { kind: 'hub', repository: 'test/model', revision: 'main' },
  files: [
    { path: 'onnx/model.onnx', checksum: 'from-hub', approximateBytes: 3_000_000 },
    { path: 'tokenizer.json', checksum: 'from-hub', approximateBytes: 20 },
    { path: 'config.json', checksum: 'from-hub', approximateBytes: 20, isOptional: true },
  ],
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const limits = {
  stallMs: 300,
  backoffMs: 5,
  maxBackoffMs: 20,
  maxRetryAfterMs: 2_000,
  maxFailures: 4,
  progressBytes: 100_000,
  reportEveryMs: 0,
  reserveBytes: 0,
};

let hub: HubServer;
let folder: string;
let store: ModelStore;

function open(options: Partial<ModelStoreOptions> = {}): ModelStore {
  return createModelStore({
    folder,
    catalogue: [model],
    clock: { now: () => 1_700_000_000_000 },
    log: silent,
    hubUrl: hub.url,
    limits,
    ...options,
  });
}

beforeEach(async () => {
  hub = await startHubServer({
    'README.md': Buffer.from('x'),
    'onnx/model.onnx': weights,
    'tokenizer.json': tokenizer,
  });
  folder = await mkdtemp(join(tmpdir(), 'adiuva-models-'));
  store = open();
});

afterEach(async () => {
  await store.close();
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

async function expectWhole(): Promise<void> {
  const place = await store.folderOf('test-model');
  expect(weights.equals(await readFile(join(place, 'onnx/model.onnx')))).toBe(true);
  expect(tokenizer.equals(await readFile(join(place, 'tokenizer.json')))).toBe(true);
  expect((await readdir(place)).sort()).toEqual(['adiuva-model.json', 'onnx', 'tokenizer.json']);
  expect(await readdir(join(folder, '.staging'))).toEqual([]);
  expect((await store.verify('test-model')).ok).toBe(true);
}

async function expectNothingVisible(): Promise<void> {
  await expect(store.folderOf('test-model')).rejects.toMatchObject({ code: 'model_not_installed' });
  expect((await store.list())[0]).toMatchObject({ state: 'available' });
}

const weightRequests = () => hub.requests.filter((request) => request.url.endsWith('model.onnx'));

describe('downloading a model', () => {
  it('pins the commit, checks every sum and reports bytes up to the whole', async () => {
    const seen: number[] = [];
    const status = await store.install('test-model', {
      onProgress: (progress) => seen.push(progress.receivedBytes),
    });
    expect(status).toMatchObject({
      state: 'installed',
      revision: commit,
      bytes: weights.length + tokenizer.length,
    });
    expect(seen.at(-1)).toBe(weights.length + tokenizer.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(new Set(weightRequests().map((request) => request.encoding))).toEqual(new Set(['identity']));
    await expectWhole();
    const before = hub.requests.length;
    await store.install('test-model');
    expect(hub.requests.length).toBe(before);
  });

  it('goes on where the line was cut, asking for the same copy', async () => {
    hub.fault = (request, response, content, nth) =>
      nth <= 2 && cutAfter(1_000_000)(request, response, content, nth);
    await store.install('test-model');
    expect(weightRequests()[0]).toMatchObject({ range: undefined });
    expect(weightRequests()[1]?.range).toMatch(/^bytes=[1-9]\d+-$/);
    expect(weightRequests()[1]?.ifRange).toBe('"one"');
    await expectWhole();
  });

  it('begins anew when the server has another copy or knows no ranges', async () => {
    hub.fault = (request, response, content, nth) => {
      if (nth === 1) return cutAfter(1_000_000)(request, response, content, nth);
      // A server without If-Range: sends the rest of another file under another ETag.
      if (nth === 2) {
        hub.etag = '"two"';
        const start = Number(request.headers.range?.slice(6, -1));
        const range = `bytes ${start}-${content.length - 1}/${content.length}`;
        response
          .writeHead(206, { etag: '"two"', 'content-range': range })
          .end(randomBytes(content.length - start));
        return true;
      }
      if (nth === 3) return cutAfter(500_000)(request, response, content, nth);
      return reply(
        (_request, whole) => whole.writeHead(200).end(content),
        (n) => n === 4,
      )(request, response, content, nth);
    };
    await store.install('test-model');
    expect(weightRequests()[2]?.range).toBeUndefined();
    expect(weightRequests()[3]?.range).toMatch(/^bytes=[1-9]/);
    await expectWhole();
  });

  it('begins anew after 416', async () => {
    hub.fault = (request, response, content, nth) => {
      if (nth === 1) return cutAfter(1_000_000)(request, response, content, nth);
      if (nth === 2) response.writeHead(416, { 'content-range': 'bytes */10' }).end();
      return nth === 2;
    };
    await store.install('test-model');
    await expectWhole();
  });

  it('fetches wrong bytes once more, then gives up and keeps none of them', async () => {
    const wrong = randomBytes(weights.length);
    const sendWrong = (request: IncomingMessage, response: ServerResponse) =>
      sendFile(request, response, wrong, '"one"');
    hub.fault = reply(sendWrong, (nth, content) => nth === 1 && content === weights);
    await store.install('test-model');
    await expectWhole();
    await store.remove('test-model');

    hub.fault = reply(sendWrong, (_nth, content) => content === weights);
    const before = weightRequests().length;
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'download_corrupt' });
    expect(weightRequests().length - before).toBe(2);
    expect((await store.list())[0]).toMatchObject({ state: 'available', partialBytes: 0 });
    await expectNothingVisible();
  });

  it.each([
    ['too short', (length: number) => length - 1000],
    ['too long', (length: number) => length + 1000],
  ])('refuses a file whose length header is %s', async (_name, size) => {
    hub.fault = (_request, response, content) => {
      response.writeHead(200, { 'content-length': size(content.length) });
      response.write(content.subarray(0, 1000));
      return true;
    };
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'download_corrupt' });
    await expectNothingVisible();
  });

  it('stops reading a file that never ends, soon after its size', async () => {
    let sent = 0;
    hub.fault = (_request, response) => {
      response.writeHead(200);
      const pump = () => {
        if (response.destroyed) return;
        sent += 100_000;
        response.write(randomBytes(100_000), () => setImmediate(pump));
      };
      pump();
      return true;
    };
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'download_corrupt' });
    expect(sent).toBeLessThan(weights.length * 6);
    await expectNothingVisible();
  });

  it('ends a file that is always cut short by chunked encoding', async () => {
    hub.fault = reply((_request, response, content) =>
      response.writeHead(200).end(content.subarray(0, 500_000)),
    );
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'download_failed' });
    await expectNothingVisible();
  });

  it('waits out 429 and 503, but not forever', async () => {
    const started = performance.now();
    hub.fault = (_request, response, _content, nth) => {
      if (nth > 2) return false;
      response.writeHead(nth === 1 ? 429 : 503, nth === 1 ? { 'retry-after': '1' } : {}).end();
      return true;
    };
    await store.install('test-model');
    expect(performance.now() - started).toBeGreaterThan(990);
    await expectWhole();
    await store.remove('test-model');

    hub.fault = reply((_request, response) => response.writeHead(503).end());
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'download_failed' });
    hub.fault = reply((_request, response) => response.writeHead(429, { 'retry-after': '86400' }).end());
    await expect(store.install('test-model')).rejects.toThrow(/86400 s/);
  });

  it('does not try again what will not change', async () => {
    hub.fault = reply((_request, response) => response.writeHead(403).end());
    await expect(store.install('test-model')).rejects.toMatchObject({
      code: 'download_failed',
      details: { status: 403 },
    });
    expect(weightRequests()).toHaveLength(1);
  });

  it('gives up a line that stalls, before and after the headers, and one that only drips', async () => {
    hub.fault = (_request, response, content, nth) => {
      if (nth === 1) return true;
      response.writeHead(200, { 'content-length': content.length });
      if (nth === 2) response.write(content.subarray(0, 5000));
      if (nth === 2) return true;
      const drip = setInterval(() => (response.destroyed ? clearInterval(drip) : response.write('x')), 50);
      return true;
    };
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'download_failed' });
    expect(weightRequests()).toHaveLength(limits.maxFailures);
    await expectNothingVisible();
  });

  it.each([
    'file:///etc/passwd',
    'http://example.com/x',
    'ftp://127.0.0.1/x',
    'http://169.254.169.254/',
    '//[',
    'https://u:p@example.com/',
  ])('does not follow a redirect to %s', async (location) => {
    hub.fault = reply((_request, response) => response.writeHead(302, { location }).end());
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'download_failed' });
    expect(weightRequests()).toHaveLength(1);
    await expectNothingVisible();
  });

  it('follows a relative redirect with its range, and no circle', async () => {
    hub.fault = (request, response, content, nth) => {
      if (request.url?.includes('moved')) return false;
      if (nth === 2) return cutAfter(1_000_000)(request, response, content, nth);
      response.writeHead(307, { location: `${request.url}?moved` }).end();
      return true;
    };
    await store.install('test-model');
    await expectWhole();
    await store.remove('test-model');
    hub.fault = reply((request, response) => response.writeHead(302, { location: request.url ?? '' }).end());
    await expect(store.install('test-model')).rejects.toThrow(/elsewhere/);
  });

  it('stops at once when cancelled, keeps the part, and resumes it later', async () => {
    hub.fault = reply(
      (_request, response, content) => {
        response.writeHead(200, { etag: '"one"', 'content-length': content.length });
        response.write(content.subarray(0, 1_000_000));
      },
      (nth) => nth === 1,
    );
    const stop = new AbortController();
    const first = store.install('test-model', {
      signal: stop.signal,
      onProgress: ({ receivedBytes }) => receivedBytes >= 1_000_000 && stop.abort(),
    });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await store.install('test-model');
    expect(weightRequests()[1]?.range).toBe('bytes=1000000-');
    await expectWhole();
  });

  it('is one download for all who ask, until the last of them leaves', async () => {
    hub.fault = (request, response, content, nth) => {
      if (nth > 1) return false;
      setTimeout(() => sendFile(request, response, content, '"one"'), 150);
      return true;
    };
    const stop = new AbortController();
    const impatient = store.install('test-model', { signal: stop.signal });
    const patient = Promise.all([store.install('test-model'), store.install('test-model')]);
    setTimeout(() => stop.abort(), 50);
    await expect(impatient).rejects.toMatchObject({ code: 'cancelled' });
    await patient;
    expect(weightRequests()).toHaveLength(1);
    await expectWhole();
  });

  it('asks nothing of the network when offline, and says what to do instead', async () => {
    await store.close();
    store = open({ network: offline });
    await expect(store.install('test-model')).rejects.toMatchObject({
      code: 'offline',
      message: /offline/,
    });
    expect(hub.requests).toHaveLength(0);
  });

  it('stops where it is when the offline switch is put on, also between two tries, and goes on later', async () => {
    await store.close();
    let isOffline = false;
    let turn: (isOn: boolean) => void = () => undefined;
    const network = createNetwork({
      isOffline: () => isOffline,
      onSwitch: (listener) => {
        turn = (isOn) => {
          isOffline = isOn;
          listener(isOn);
        };
      },
      record: () => undefined,
    }).download('models.install');
    store = open({ network });
    hub.fault = (_request, response, content) => {
      response.writeHead(200, { etag: '"one"', 'content-length': content.length });
      response.write(content.subarray(0, 100_000));
      setTimeout(() => turn(true), 30);
      return true;
    };
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'offline' });
    expect((await store.list())[0]).toMatchObject({ state: 'available' });
    const seen = hub.requests.length;
    turn(false);
    hub.fault = (_request, response) => {
      response.writeHead(503, { 'retry-after': '2' }).end();
      setTimeout(() => turn(true), 30);
      return true;
    };
    const started = performance.now();
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'offline' });
    expect(performance.now() - started).toBeLessThan(1_500);
    turn(false);
    hub.fault = null;
    expect(await store.install('test-model')).toMatchObject({ state: 'installed' });
    expect(hub.requests.length).toBeGreaterThan(seen);
  });

  it('looks at the disk before it starts', async () => {
    hub.claimedSize = 2 ** 52;
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'storage_full' });
    expect(weightRequests()).toHaveLength(0);
  });

  it('keeps to a published sum even where the hub agrees with itself', async () => {
    await store.close();
    const [file] = model.files;
    if (!file) throw new Error('no file');
    const checksum = { algorithm: 'sha1' as const, hex: '0'.repeat(40), source: 'a page' };
    store = open({ catalogue: [{ ...model, files: [{ ...file, checksum }] }] });
    await expect(store.install('test-model')).rejects.toThrow(/a page/);
  });

  it('knows a damaged model, and mends it', async () => {
    await store.install('test-model');
    const place = await store.folderOf('test-model');
    const changed = Buffer.from(weights);
    changed[5] = (changed[5] ?? 0) ^ 1;
    await writeFile(join(place, 'onnx/model.onnx'), changed);
    expect(await store.verify('test-model')).toMatchObject({
      ok: false,
      files: [{ problem: 'content' }, { problem: null }],
    });
    await writeFile(join(place, 'onnx/model.onnx'), 'cut');
    expect((await store.list())[0]).toMatchObject({ state: 'broken' });
    await store.install('test-model');
    await expectWhole();
  });

  it('brings the files of a model from several repositories, and goes on in each', async () => {
    await store.close();
    await hub.close();
    const voices = randomBytes(500_000);
    const elsewhere = { 'voices.onnx': voices, 'onnx/model.onnx': Buffer.from('another') };
    hub = await startHubServer({ 'onnx/model.onnx': weights }, { 'test/voices': elsewhere });
    const [own] = model.files;
    if (!own) throw new Error('no file');
    const from = { repository: 'test/voices', revision: 'main' };
    const foreign = { path: 'voices.onnx', checksum: 'from-hub' as const, approximateBytes: 500_000 };
    const two = { ...model, files: [own, { ...foreign, from }] };
    store = open({ catalogue: [two] });
    hub.fault = (request, response, content, nth) =>
      content === voices && nth <= 3 && cutAfter(100_000)(request, response, content, nth);
    expect(await store.install('test-model')).toMatchObject({
      state: 'installed',
      bytes: weights.length + voices.length,
    });
    const place = await store.folderOf('test-model');
    expect(weights.equals(await readFile(join(place, 'onnx/model.onnx')))).toBe(true);
    expect(voices.equals(await readFile(join(place, 'voices.onnx')))).toBe(true);
    expect(hub.requests.at(-1)).toMatchObject({
      url: `/test/voices/resolve/${commit}/voices.onnx`,
      range: expect.stringMatching(/^bytes=[1-9]/),
    });
    expect(JSON.parse(await readFile(join(place, 'adiuva-model.json'), 'utf8'))).toMatchObject({
      repository: 'test/model',
      files: [{ path: 'onnx/model.onnx' }, { from: { repository: 'test/voices', revision: commit } }],
    });
    await store.remove('test-model');

    // What an earlier catalogue took from another place is not gone on with.
    hub.fault = (_request, response, content) => {
      if (content === voices) response.destroy();
      return content === voices;
    };
    await expect(store.install('test-model')).rejects.toMatchObject({ code: 'download_failed' });
    expect((await store.list())[0]?.partialBytes).toBe(weights.length);
    await store.close();
    store = open({
      catalogue: [{ ...two, files: [own, { ...foreign, from: { ...from, revision: commit } }] }],
    });
    expect((await store.list())[0]?.partialBytes).toBe(0);
    hub.fault = null;
    expect(await store.install('test-model')).toMatchObject({ state: 'installed' });
  });

  it('removes a model, and a download while it runs', async () => {
    await store.install('test-model');
    expect(await store.remove('test-model')).toBe(true);
    expect(await store.remove('test-model')).toBe(false);
    await expectNothingVisible();
    hub.fault = () => true;
    const running = store.install('test-model');
    const outcome = expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await store.remove('test-model');
    await outcome;
    expect(await readdir(join(folder, '.staging'))).toEqual([]);
  });

  it.each(['http://example.com', 'file:///tmp', 'nonsense'])('refuses the hub address %s', (hubUrl) => {
    expect(() => open({ hubUrl })).toThrow(/https/);
  });
});
