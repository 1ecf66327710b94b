import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { rawRequest, type ServedHost, serveAdiuva, temporaryFolder } from './harness/index.ts';

const folder = temporaryFolder();
const home = join(folder.path, 'home');
let host: ServedHost;

beforeAll(async () => {
  host = await serveAdiuva(home);
});

afterAll(async () => {
  expect((await host.stop()).code).toBe(0);
  folder.remove();
});

const get = (path: string, headers: Record<string, string> = {}) =>
  rawRequest(host.port, head('GET', path, { Host: `127.0.0.1:${host.port}`, ...headers }));

function head(method: string, path: string, headers: Record<string, string>): string {
  const lines = Object.entries({ Connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** How a WebSocket fared: the status it was refused with, or the code it was closed with. */
function openSocket(options: {
  token?: string;
  origin?: string;
  hostHeader?: string;
  path?: string;
  onOpen?: (socket: WebSocket) => void;
}): Promise<{ refused?: number; closed?: number; messages: string[] }> {
  const { token = host.token, origin = host.origin, hostHeader, path = '/engine', onOpen } = options;
  return new Promise((resolve) => {
    const messages: string[] = [];
    const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, ['adiuva.v1', `token.${token}`], {
      origin,
      ...(hostHeader && { headers: { Host: hostHeader } }),
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve({ refused: response.statusCode ?? 0, messages });
    });
    socket.on('error', () => undefined);
    socket.on('message', (data) => messages.push(String(data)));
    socket.on('close', (closed) => resolve({ closed, messages }));
    socket.on('open', () => (onOpen ? onOpen(socket) : socket.close(1000)));
  });
}

async function stillServes(): Promise<void> {
  const call = { t: 'call', id: 1, method: 'system.status', input: {} };
  const { messages } = await openSocket({
    onOpen: (socket) => {
      socket.once('message', () => socket.close(1000));
      socket.send(JSON.stringify(call));
    },
  });
  expect(messages).toHaveLength(1);
  expect(JSON.parse(messages[0] ?? '')).toMatchObject({ t: 'result', id: 1, value: { home } });
}

describe('who may come in', () => {
  it('listens on the loopback address alone', async () => {
    const { networkInterfaces } = await import('node:os');
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) {
      const reached = await new Promise((resolve) => {
        const socket = connect({ host: address, port: host.port, timeout: 2000 });
        for (const event of ['error', 'timeout']) socket.once(event, () => resolve(false));
        socket.once('connect', () => resolve(true));
        socket.once('close', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      });
      expect(reached).toBe(false);
    }
  });

  it.each([
    ['another name that resolves here', 'attacker.example'],
    ['that name with our port', 'attacker.example:PORT'],
    ['a name that only begins like ours', '127.0.0.1.attacker.example:PORT'],
    ['our name with another port', '127.0.0.1:1'],
    ['our name without the port', 'localhost'],
    ['user info before the name', 'x@127.0.0.1:PORT'],
    ['nothing', ''],
  ])('refuses a Host of %s', async (_name, value) => {
    const given = value.replace('PORT', String(host.port));
    expect((await get('/', { Host: given })).status).toBeGreaterThanOrEqual(400);
    const refused = await openSocket({ hostHeader: given || ' ', origin: `http://${given}` });
    expect(refused.refused).toBeGreaterThanOrEqual(400);
  });

  it('refuses two Hosts', async () => {
    const two = `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nHost: attacker.example\r\nConnection: close\r\n\r\n`;
    expect((await rawRequest(host.port, two)).status).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['https://attacker.example'],
    ['null'],
    ['http://127.0.0.1:1'],
    ['http://attacker.localhost:PORT'],
    ['file://'],
  ])('refuses pages of %s', async (value) => {
    const origin = value.replace('PORT', String(host.port));
    expect((await get('/', { Origin: origin })).status).toBe(403);
    expect((await openSocket({ origin })).refused).toBe(403);
  });

  it('lets no socket in without the token of this launch', async () => {
    for (const token of ['', 'wrong', host.token.slice(0, -1), `${host.token}x`, host.token.toUpperCase()])
      expect((await openSocket({ token })).refused, token).toBe(401);
    const bare = new WebSocket(`ws://127.0.0.1:${host.port}/engine?token=${host.token}`, {
      origin: host.origin,
    });
    bare.on('error', () => undefined);
    const status = await new Promise((resolve) =>
      bare.on('unexpected-response', (_request, response) => resolve(response.statusCode)),
    );
    expect(status).toBeGreaterThanOrEqual(401);
    expect((await openSocket({ path: '/' })).refused).toBe(404);
  });

  it('gives nothing but the page without the token, and never the token', async () => {
    for (const path of ['/host/info', '/host/uploads', '/host/', '/host/../host/info']) {
      const { status, body } = await get(path);
      expect(status).toBe(401);
      expect(body).not.toContain(home);
    }
    const page = await get('/');
    expect(page.headers + page.body).not.toContain(host.token);
  });
});

describe('what the page is sent with', () => {
  it('forbids what a page of ours never needs', async () => {
    const { headers } = await get('/');
    expect(headers).toMatch(/content-security-policy: default-src 'none'; script-src 'self';/i);
    expect(headers).not.toMatch(/unsafe-(inline|eval)/);
    for (const expected of [
      /frame-ancestors 'none'/,
      /x-content-type-options: nosniff/i,
      /referrer-policy: no-referrer/i,
      /cross-origin-opener-policy: same-origin/i,
      /cross-origin-resource-policy: same-origin/i,
      /cache-control: no-store/i,
    ])
      expect(headers).toMatch(expected);
    expect(headers).not.toMatch(/access-control-allow|set-cookie|x-powered-by/i);
    const nonces = [headers, (await get('/')).headers].map((text) => /'nonce-([^']+)'/.exec(text)?.[1]);
    expect(new Set(nonces).size).toBe(2);
  });

  it.each([
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/..%5c..%5cetc%5cpasswd',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/assets/%00/etc/passwd',
    '/%c0%ae%c0%ae/etc/passwd',
    '//etc/passwd',
    '/assets/',
    '/assets',
    '/index.html',
    '/.git/config',
    '/%',
    'http://attacker.example/',
    '*',
  ])('serves nothing for %s', async (path) => {
    const { status, body } = await get(path);
    // An address of another name is answered by its path alone, which is the page.
    if (path.startsWith('http')) return expect(status).not.toBe(500);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).not.toMatch(/root:|"name"|<html/);
  });

  it('answers no other methods', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])
      expect(
        (
          await rawRequest(
            host.port,
            head(method, '/', { Host: `127.0.0.1:${host.port}`, 'Content-Length': '0' }),
          )
        ).status,
      ).toBe(405);
  });
});

describe('what a socket may say', () => {
  it.each([
    ['a frame over the limit', (socket: WebSocket) => socket.send('x'.repeat(2_000_000)), 1009],
    ['what is not JSON', (socket: WebSocket) => socket.send('{"t":'), 1007],
    ['binary', (socket: WebSocket) => socket.send(Buffer.from([1, 2, 3])), 1003],
  ])('is cut off for %s', async (_name, say, code) => {
    const { closed } = await openSocket({ onOpen: say });
    expect([code, 1006]).toContain(closed);
    await stillServes();
  });

  it('survives garbage frames and absurd calls', async () => {
    const absurd = [
      'null',
      '1',
      '"x"',
      '[]',
      '{}',
      '{"t":"call"}',
      '{"t":"call","id":"x","method":"search.query","input":{}}',
      '{"t":"call","id":1,"method":"constructor","input":{}}',
      '{"t":"call","id":2,"method":"__proto__","input":{}}',
      '{"t":"call","id":3,"method":"search.query","input":{"query":""}}',
      '{"t":"call","id":4,"method":"library.ingest","input":{"paths":["relative"]}}',
      '{"t":"call","id":5,"method":"library.ingest","input":{"paths":["/\\u0000"]}}',
      '{"t":"cancel","id":99}',
      `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
      '{"__proto__":{"polluted":true},"t":"call","id":6,"method":"system.status","input":{}}',
    ];
    const { messages } = await openSocket({
      onOpen: (socket) => {
        let answered = 0;
        socket.on('message', () => {
          answered += 1;
          if (answered === 6) socket.close(1000);
        });
        for (const text of absurd) socket.send(text);
      },
    });
    const replies = messages.map(
      (text) => JSON.parse(text) as { t: string; id: number; error?: { code: string } },
    );
    expect(
      replies
        .filter(({ t }) => t === 'error')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([1, 2, 3, 4, 5]);
    for (const { error } of replies) expect(error?.code).not.toBe('internal');
    await stillServes();
  });

  it('is cut off for a raw frame that no client would send', async () => {
    const key = 'dGhlIHNhbXBsZSBub25jZQ==';
    const upgrade = head('GET', '/engine', {
      Host: `127.0.0.1:${host.port}`,
      Origin: host.origin,
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': key,
      'Sec-WebSocket-Protocol': `adiuva.v1, token.${host.token}`,
    });
    // Reserved bits set, unmasked, and a length of 2^63 - 1.
    const frame = Buffer.from([0xff, 0x7f, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    const { status } = await rawRequest(host.port, Buffer.concat([Buffer.from(upgrade), frame]));
    expect(status).toBe(101);
    await stillServes();
  });
});

describe('what may be held open', () => {
  it('ends those who never finish their headers', async () => {
    const started = Date.now();
    const slow = rawRequest(host.port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX-Slow: `);
    expect((await slow).status).toBe(408);
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  it('bounds a thousand connections, and they crowd nobody out', async () => {
    const sockets: Socket[] = [];
    for (let index = 0; index < 1000; index++) {
      const socket = connect(host.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.resume();
      sockets.push(socket);
    }
    await stillServes();
    await expect
      .poll(() => sockets.filter((socket) => !socket.closed).length, { timeout: 10_000 })
      .toBeLessThanOrEqual(64);
    for (const socket of sockets) socket.destroy();
    await stillServes();
  });

  it('bounds the sockets of those who have the token', async () => {
    const held: WebSocket[] = [];
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => {
        const opened = openSocket({ onOpen: (socket) => void held.push(socket) });
        return Promise.race([opened, new Promise<'held'>((resolve) => setTimeout(resolve, 3000, 'held'))]);
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'held').length).toBeLessThanOrEqual(32);
    expect(outcomes).toContainEqual(expect.objectContaining({ refused: 503 }));
    for (const socket of held) socket.terminate();
    await expect.poll(async () => (await openSocket({})).refused).toBeUndefined();
  });
});

describe('uploads', () => {
  const send = (name: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${host.origin}/host/uploads?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      body,
      headers: { Authorization: `Bearer ${host.token}`, Origin: host.origin, ...headers },
    });

  it.each([
    ['../../../../evil.txt', 'evil.txt'],
    ['..\\..\\evil.txt', 'evil.txt'],
    ['/etc/passwd', 'passwd'],
    ['.bashrc', 'bashrc'],
    ['CON.txt', '_CON.txt'],
    ['a\u0000b\r\n.txt', 'ab.txt'],
    ['annual\u202egnp.exe', 'annualgnp.exe'],
    ['..', 'file'],
    ['', 'file'],
    ['C:\\x\\y.md', 'y.md'],
    ['회의록 (최종).md', '회의록 (최종).md'],
    [`${'é'.repeat(400)}.pdf`, `${'é'.repeat(88)}.pdf`],
  ])('keep %j inside the imports folder', async (given, expected) => {
    const response = await send(given, `content of ${given}`);
    const { path } = (await response.json()) as { path: string };
    expect(response.status).toBe(201);
    expect(path.startsWith(join(home, 'imports') + sep)).toBe(true);
    expect(path.split(sep).at(-1)).toBe(expected);
    expect(readFileSync(path, 'utf8')).toBe(`content of ${given}`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keep the same file once', async () => {
    const paths = await Promise.all(
      [1, 2].map(async () => ((await (await send('twice.txt', 'the same')).json()) as { path: string }).path),
    );
    expect(paths[0]).toBe(paths[1]);
  });

  it('are refused without the token, or from elsewhere', async () => {
    expect((await send('x.txt', 'x', { Authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await send('x.txt', 'x', { Origin: 'https://attacker.example' })).status).toBe(403);
    const { Authorization, ...noOrigin } = { Authorization: `Bearer ${host.token}` };
    const request = head('POST', '/host/uploads?name=x.txt', {
      Host: `127.0.0.1:${host.port}`,
      Authorization,
      'Content-Length': '1',
      ...noOrigin,
    });
    expect((await rawRequest(host.port, `${request}x`)).status).toBe(403);
  });

  it('leave nothing behind when they are too large, lie about it, or break off', async () => {
    const common = {
      Host: `127.0.0.1:${host.port}`,
      Origin: host.origin,
      Authorization: `Bearer ${host.token}`,
    };
    const announced = head('POST', '/host/uploads?name=big.bin', {
      ...common,
      'Content-Length': '100000001',
    });
    expect((await rawRequest(host.port, announced)).status).toBe(413);

    const chunked = head('POST', '/host/uploads?name=big.bin', { ...common, 'Transfer-Encoding': 'chunked' });
    expect(await sendEndlessly(host.port, chunked)).toBe(413);

    const socket = connect(host.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `${head('POST', '/host/uploads?name=cut.bin', { ...common, 'Content-Length': '1000' })}only this`,
    );
    await expect.poll(() => partialFiles().length).toBe(1);
    socket.destroy();
    await expect.poll(partialFiles).toEqual([]);
    expect(readdirSync(join(home, 'imports'), { recursive: true }).join()).not.toMatch(/big\.bin|cut\.bin/);
  });

  function partialFiles(): string[] {
    const imports = join(home, 'imports');
    return existsSync(imports) ? readdirSync(imports).filter((name) => name.endsWith('.part')) : [];
  }
});

/** Sends chunks until the other side has answered. @returns its status */
function sendEndlessly(port: number, start: string): Promise<number> {
  const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000), Buffer.from('\r\n')]);
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let status = 0;
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(status));
    socket.on('data', (data) => {
      status = Number(/^HTTP\/1\.1 (\d+)/.exec(data.toString('latin1'))?.[1] ?? status);
    });
    const pump = () => {
      while (!socket.destroyed && socket.writable) if (!socket.write(chunk)) return;
    };
    socket.on('drain', pump);
    socket.write(start, pump);
  });
}
