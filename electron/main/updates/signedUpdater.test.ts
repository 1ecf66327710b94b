import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UpdateState } from '@adiuva/contracts/shell';
import { NodeHttpExecutor } from 'builder-util/out/nodeHttpExecutor.js';
import { AppImageUpdater } from 'electron-updater';
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSignedUpdater } from './createSignedUpdater.ts';
import { signedProvider } from './signedProvider.ts';

const words = {
  unsupported: 'unsupported',
  offline: 'offline',
  badSignature: 'bad signature',
  incomplete: 'incomplete',
  unreachable: 'unreachable',
};
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const program = Buffer.alloc(300_000, 'a new version ');

let folder: string;
let server: Server;
let files: Map<string, Buffer>;
let requests: IncomingMessage[];
/** After so many bytes the line is cut. */
let cutAfter: number | null;
const wasAppImage = process.env.APPIMAGE;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'adiuva-update-'));
  files = new Map();
  requests = [];
  cutAfter = null;
  server = createServer((request, response) => {
    requests.push(request);
    const name = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    const body = files.get(name);
    if (!body) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': body.length });
    if (cutAfter === null || !name.endsWith('.AppImage')) return void response.end(body);
    response.write(body.subarray(0, cutAfter), () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.APPIMAGE = join(folder, 'Adiuva.AppImage');
  writeFileSync(process.env.APPIMAGE, 'the version of today');
});

afterEach(async () => {
  if (wasAppImage === undefined) delete process.env.APPIMAGE;
  else process.env.APPIMAGE = wasAppImage;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

interface Release {
  version: string;
  body?: Buffer;
  key?: KeyObject;
  staging?: number;
  url?: string;
}

function publish({ version, body = program, key = privateKey, staging, url }: Release): void {
  const name = `Adiuva-${version}.AppImage`;
  const text = [
    `version: ${version}`,
    'files:',
    `  - url: ${url ?? name}`,
    `    sha512: ${createHash('sha512').update(program).digest('base64')}`,
    `    size: ${program.length}`,
    'releaseNotes: Better than before.',
    ...(staging === undefined ? [] : [`stagingPercentage: ${staging}`]),
    '',
  ].join('\n');
  const info = process.arch === 'x64' ? '/latest-linux.yml' : `/latest-linux-${process.arch}.yml`;
  files.set(info, Buffer.from(text));
  files.set(`${info}.sig`, Buffer.from(sign(null, Buffer.from(text), key).toString('base64')));
  files.set(`/${name}`, body);
}

/** Electron's way of fetching, over Node's sockets. */
class Executor extends ElectronHttpExecutor {
  override createRequest(...[options, callback]: Parameters<ElectronHttpExecutor['createRequest']>) {
    return new NodeHttpExecutor().createRequest(options, callback) as unknown as ReturnType<
      ElectronHttpExecutor['createRequest']
    >;
  }
}

/** The real updater for AppImages; only the network of Electron is Node's here. */
function open(isOffline = () => false) {
  const config = join(folder, 'app-update.yml');
  writeFileSync(config, 'provider: generic\nupdaterCacheDirName: adiuva-updater\n');
  const updater = new AppImageUpdater(null, {
    version: '1.0.0',
    name: 'adiuva',
    isPackaged: true,
    appUpdateConfigPath: config,
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: async () => undefined,
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  });
  Object.assign(updater, {
    httpExecutor: new Executor(),
    _testOnlyOptions: { platform: 'linux', isUseDifferentialDownload: false },
  });
  updater.disableDifferentialDownload = true;
  const { port } = server.address() as AddressInfo;
  const key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  updater.setFeedURL({
    provider: 'custom',
    updateProvider: signedProvider({ url: `http://127.0.0.1:${port}`, key }),
  });
  const states: UpdateState[] = [];
  const signed = createSignedUpdater({
    load: async () => updater,
    words: () => words,
    isOffline,
    log: silent,
    now: () => 42,
  });
  signed.onState((state) => void states.push(state));
  return { signed, states };
}

const downloaded = () => join(folder, 'adiuva-updater', 'pending', 'Adiuva-1.1.0.AppImage');

it('offers a newer version, fetches it when it is told to, and installs nothing by itself', async () => {
  publish({ version: '1.1.0' });
  const { signed, states } = open();
  expect(await signed.check()).toEqual({
    state: 'available',
    version: '1.1.0',
    notes: 'Better than before.',
  });
  expect(existsSync(downloaded())).toBe(false);
  expect(await signed.download()).toEqual({ state: 'ready', version: '1.1.0' });
  expect(readFileSync(downloaded()).equals(program)).toBe(true);
  expect(readFileSync(process.env.APPIMAGE ?? '', 'utf8')).toBe('the version of today');
  expect(states.map(({ state }) => state)).toContain('downloading');
});

it('sends nothing that knows this copy again', async () => {
  publish({ version: '1.1.0' });
  await open().signed.check();
  expect(requests.length).toBe(2);
  for (const { headers } of requests)
    expect(Object.keys(headers).join()).not.toMatch(/staging|user-id|cookie/i);
});

it('takes no version that is older or the same', async () => {
  for (const version of ['0.9.0', '1.0.0']) {
    publish({ version });
    const { signed } = open();
    expect(await signed.check()).toEqual({ state: 'idle', checkedAt: 42 });
    expect((await signed.download()).state).toBe('idle');
  }
});

it('gives a staged version to nobody at 0 and to everybody at 100 per cent', async () => {
  publish({ version: '1.1.0', staging: 0 });
  expect((await open().signed.check()).state).toBe('idle');
  publish({ version: '1.1.0', staging: 100 });
  expect((await open().signed.check()).state).toBe('available');
});

it('reads nothing that another key signed, that was changed afterwards, or that is not signed', async () => {
  const failed = { state: 'failed', reason: words.badSignature };
  publish({ version: '1.1.0', key: generateKeyPairSync('ed25519').privateKey });
  expect(await open().signed.check()).toEqual(failed);

  publish({ version: '1.1.0' });
  const [info = ''] = [...files.keys()].filter((name) => name.endsWith('.yml'));
  files.set(info, Buffer.from(String(files.get(info)).replace('1.1.0', '9.9.9')));
  expect(await open().signed.check()).toEqual(failed);

  publish({ version: '1.1.0' });
  files.set(`${info}.sig`, Buffer.from(''));
  expect(await open().signed.check()).toEqual(failed);
  files.delete(`${info}.sig`);
  expect(await open().signed.check()).toEqual({ state: 'failed', reason: words.unreachable });
});

it('follows a signed file to no other host', async () => {
  publish({ version: '1.1.0', url: 'https://elsewhere.example/Adiuva-1.1.0.AppImage' });
  const { signed } = open();
  await signed.check();
  expect(await signed.download()).toEqual({ state: 'failed', reason: words.badSignature });
});

it('keeps nothing of a program that is not the one that was signed', async () => {
  publish({ version: '1.1.0', body: Buffer.alloc(program.length, 'something else ') });
  const { signed } = open();
  await signed.check();
  expect(await signed.download()).toEqual({ state: 'failed', reason: words.incomplete });
  expect(existsSync(downloaded())).toBe(false);
});

it('says that a download was cut, keeps nothing of it, and can be asked again', async () => {
  publish({ version: '1.1.0' });
  const { signed } = open();
  await signed.check();
  cutAfter = 100_000;
  expect(await signed.download()).toEqual({ state: 'failed', reason: words.incomplete });
  expect(existsSync(downloaded())).toBe(false);
  cutAfter = null;
  expect((await signed.check()).state).toBe('available');
  expect((await signed.download()).state).toBe('ready');
});

it('asks nobody while the offline switch is on, and says so', async () => {
  publish({ version: '1.1.0' });
  const { signed } = open(() => true);
  expect(await signed.check()).toEqual({ state: 'failed', reason: words.offline });
  expect(requests).toEqual([]);
});

it('comes over https alone, this machine aside', () => {
  const key = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  expect(() => signedProvider({ url: 'http://updates.example', key })).toThrow();
  expect(() => signedProvider({ url: 'ftp://127.0.0.1', key })).toThrow();
  expect(() => signedProvider({ url: 'https://updates.example', key })).not.toThrow();
});
