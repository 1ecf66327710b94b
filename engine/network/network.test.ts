import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import dns from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { outerAddress } from '#testing';
import { createNetwork, isLoopback, type Network, type NetworkEvent } from './index.ts';

let isOffline = false;
let switched: (isOffline: boolean) => void = () => undefined;
let events: NetworkEvent[] = [];
let network: Network;
const servers: Server[] = [];

beforeEach(() => {
  isOffline = false;
  events = [];
  network = createNetwork({
    isOffline: () => isOffline,
    onSwitch: (listener) => {
      switched = listener;
    },
    record: (event) => events.push(event),
  });
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

function turn(on: boolean): void {
  isOffline = on;
  switched(on);
}

async function listen(address: string, answer: RequestListener) {
  const server = createServer(answer);
  servers.push(server);
  let connections = 0;
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  const host = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  return { url: `http://${host}/v1`, host, port, connections: () => connections };
}

const hello: RequestListener = (request, response) => {
  response.setHeader('set-cookie', ['a=1', 'b=2']);
  request.pipe(response);
};

it('knows this machine by its own address and not by any name that leads there', () => {
  const own = ['http://localhost/', 'http://127.0.0.1:1/', 'https://127.9.9.9/', 'http://[::1]:8/'];
  const others = [
    ...['http://localhost./', 'http://a.localhost/', 'http://127.0.0.1.nip.io/', 'http://localhost.example/'],
    ...['http://0.0.0.0/', 'http://[::]/', 'http://192.168.1.2/', 'http://128.0.0.1/', 'http://[fe80::1]/'],
    ...[
      'http://localhost@example.com/',
      'http://example.com/localhost',
      'file:///127.0.0.1',
      'ws://127.0.0.1/',
    ],
  ];
  expect(own.filter((text) => !isLoopback(new URL(text)))).toEqual([]);
  expect(others.filter((text) => isLoopback(new URL(text)))).toEqual([]);
  // Other spellings of the same bytes.
  for (const text of ['http://2130706433/', 'http://0x7f.1/', 'http://[::ffff:127.0.0.1]/'])
    expect([text, isLoopback(new URL(text))]).toEqual([text, true]);
});

it('asks a model on this machine with the switch on, without a look-up, and follows nothing from there', async () => {
  turn(true);
  const four = await listen('127.0.0.1', hello);
  const lookup = dns.lookup;
  let lookUps = 0;
  Object.assign(dns, { lookup: () => lookUps++ });
  try {
    const { fetch } = network.service('languageModel.ask');
    for (const url of [four.url, `http://localhost:${four.port}/v1`]) {
      const response = await fetch(url, { method: 'POST', body: 'Hello?', headers: { 'x-one': '1' } });
      expect([response.status, await response.text()]).toEqual([200, 'Hello?']);
      expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    }
    for (const name of ['localhost.', 'a.localhost', '127.0.0.1.nip.io', 'models.example'])
      await expect(fetch(`http://${name}:${four.port}/v1`)).rejects.toMatchObject({ code: 'offline' });
    await expect(fetch('http://127.0.0.1:9/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect([lookUps, four.connections()]).toEqual([0, 2]);
  } finally {
    Object.assign(dns, { lookup });
  }
  const away = await listen('127.0.0.1', (_request, response) =>
    response.writeHead(307, { location: 'http://models.example/' }).end(),
  );
  expect((await network.service('x').fetch(away.url)).status).toBe(307);
  const aborted = AbortSignal.abort(new Error('Enough.'));
  await expect(network.service('x').fetch(four.url, { signal: aborted })).rejects.toThrow('Enough.');
});

it('brings what a model on this machine says whole, as it comes, and hangs up when nobody listens any more', async () => {
  const weights = randomBytes(3_000_000);
  const large = await listen('127.0.0.1', (_request, response) => void response.end(weights));
  const { fetch } = network.service('languageModel.ask');
  const whole = Buffer.from(await (await fetch(large.url)).arrayBuffer());
  expect(whole.equals(weights)).toBe(true);

  let open = 0;
  const endless = await listen('127.0.0.1', (_request, response) => {
    open++;
    const timer = setInterval(() => response.write('word '), 5);
    response.on('close', () => {
      clearInterval(timer);
      open--;
    });
  });
  const stop = new AbortController();
  const stopped = await fetch(endless.url, { signal: stop.signal });
  const left = await fetch(endless.url);
  const text = stopped.text();
  for await (const chunk of left.body ?? []) if (chunk.length > 0) break;
  stop.abort(new Error('Enough.'));
  await expect(text).rejects.toThrow();
  await expect.poll(() => open).toBe(0);

  const broken = await listen('127.0.0.1', (_request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  });
  await expect((await fetch(broken.url)).text()).rejects.toThrow();
});

it('downloads nothing with the switch on, wherever it would come from', async () => {
  const server = await listen('127.0.0.1', hello);
  turn(true);
  const gate = network.download('models.install');
  await expect(gate.fetch(server.url)).rejects.toMatchObject({ code: 'offline', message: /isOffline false/ });
  expect(() => gate.requireOnline('huggingface.co')).toThrow(/huggingface\.co/);
  expect(server.connections()).toBe(0);
  expect(events.map(({ kind, subject }) => [kind, subject])).toEqual([
    ['refused', `${server.host}/v1`],
    ['refused', 'huggingface.co'],
  ]);
});

it.skipIf(!outerAddress)('lets nothing reach another machine, and says what went before', async () => {
  const world = await listen(outerAddress ?? '', hello);
  const { fetch } = network.service('languageModel.ask');
  const response = await fetch(`${world.url}/chat?key=secret`, { method: 'POST', body: 'Grüße' });
  expect(await response.text()).toBe('Grüße');
  expect(events).toEqual([{ kind: 'sent', action: 'languageModel.ask', subject: world.host, bytes: 7 }]);
  const before = world.connections();
  turn(true);
  await expect(fetch(world.url)).rejects.toMatchObject({ code: 'offline', details: { host: world.host } });
  expect(world.connections()).toBe(before);
  turn(false);
  const file = await network.download('models.install').fetch(`${world.url}/model.onnx?signature=secret`, {
    method: 'POST',
    body: 'weights',
  });
  await file.arrayBuffer();
  expect(events.slice(1)).toEqual([
    { kind: 'refused', action: 'languageModel.ask', subject: world.host },
    { kind: 'sent', action: 'models.install', subject: `${world.host}/v1/model.onnx`, bytes: 7 },
  ]);
});

it.skipIf(!outerAddress)(
  'cuts what is on its way when the switch is put on, and nothing of this machine',
  async () => {
    let isHungUp = false;
    const drip: RequestListener = (_request, response) => {
      const timer = setInterval(() => response.write('word '), 5);
      response.on('close', () => {
        clearInterval(timer);
        isHungUp = true;
      });
    };
    const world = await listen(outerAddress ?? '', drip);
    const silent = await listen(outerAddress ?? '', () => undefined);
    const own = await listen('127.0.0.1', (_request, response) => {
      response.write('first ');
      setTimeout(() => response.end('last'), 150);
    });
    const { fetch } = network.service('languageModel.ask');
    const local = await fetch(own.url);
    const answer = await fetch(world.url);
    const waiting = expect(fetch(silent.url)).rejects.toMatchObject({ code: 'offline' });
    const file = await network.download('models.install').fetch(world.url);
    const reading = answer.text();
    await new Promise((resolve) => setTimeout(resolve, 50));
    turn(true);
    await expect(reading).rejects.toMatchObject({ code: 'offline' });
    await expect(file.text()).rejects.toMatchObject({ code: 'offline' });
    await waiting;
    await expect.poll(() => isHungUp).toBe(true);
    expect(await local.text()).toBe('first last');
  },
);

it.skipIf(!outerAddress)('goes past a proxy of the environment when it asks this machine', async () => {
  const proxy = await listen(outerAddress ?? '', hello);
  const own = await listen('127.0.0.1', (_request, response) => void response.end('own'));
  const script = `
    import { createNetwork } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)};
    const network = createNetwork({ isOffline: () => true, onSwitch() {}, record() {} });
    const { fetch } = network.service('x');
    process.stdout.write(await (await fetch(${JSON.stringify(own.url)})).text());
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: `http://${proxy.host}`, NO_PROXY: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await new Promise((resolve) => child.once('exit', resolve));
  expect([said, proxy.connections()]).toEqual(['own', 0]);
});
