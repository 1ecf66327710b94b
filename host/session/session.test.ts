import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineContract, engineContract } from '@adiuva/contracts/rpc';
import type { Engine } from '@adiuva/engine';
import { AppError, type Handlers, serveContract } from '@adiuva/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectSocket } from './connectSocket.ts';
import { type EngineLink, openEngine } from './engineLink.ts';
import { createFramedPort } from './framedPort.ts';
import { socketPath } from './socketPath.ts';

let home: string;
let links: EngineLink[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'adiuva-session-'));
  links = [];
});

afterEach(async () => {
  for (const link of links) await link.close();
  rmSync(home, { recursive: true, force: true });
});

/** Who holds the data folder, as the engine's own lock would tell. */
function createFolderLock() {
  let isHeld = false;
  let started = 0;
  return {
    started: () => started,
    async start(): Promise<Engine> {
      if (isHeld) throw new AppError('storage_locked', 'Held.');
      isHeld = true;
      started++;
      return {
        connect: (port) =>
          serveContract(engineContract, port, handlers as Handlers<EngineContract, unknown>, null),
        workerPids: () => ({
          ...{ extraction: [], ocr: [], inference: [] },
          ...{ media: [], speech: [], transcription: [] },
        }),
        close: async () => {
          isHeld = false;
        },
      };
    },
  };
}

const handlers: Partial<Handlers<EngineContract, unknown>> = {
  'library.remove': async ({ target }) => {
    await sleep(Number(target));
    return { removed: 1 };
  },
};

async function open(lock: ReturnType<typeof createFolderLock>): Promise<EngineLink> {
  const link = await openEngine({ home, start: lock.start });
  links.push(link);
  return link;
}

describe('openEngine', () => {
  it('shares the engine that already runs, over a socket for its owner alone', async () => {
    const lock = createFolderLock();
    const first = await open(lock);
    const second = await open(lock);
    expect(lock.started()).toBe(1);
    expect([first.isOwner(), second.isOwner()]).toEqual([true, false]);
    await expect(second.client.call('library.remove', { target: '0' })).resolves.toEqual({ removed: 1 });
    expect(statSync(socketPath(home)).mode & 0o777).toBe(0o600);
  });

  it('ends its engine only when what others asked for is answered, and they find another', async () => {
    const lock = createFolderLock();
    const owner = await open(lock);
    const other = await open(lock);
    const slow = other.client.call('library.remove', { target: '400' });
    await sleep(50);
    await owner.close();
    await expect(slow).resolves.toEqual({ removed: 1 });
    await expect(other.client.call('library.remove', { target: '0' })).resolves.toEqual({ removed: 1 });
    expect(lock.started()).toBe(2);
    expect(other.isOwner()).toBe(true);
  });

  it('replaces the socket of a process that is gone', async () => {
    // A socket file that nobody listens on any more, as a kill leaves it.
    const path = socketPath(home);
    const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', script], { stdio: 'ignore' });
    expect(statSync(path).isSocket()).toBe(true);
    const link = await open(createFolderLock());
    expect(link.isOwner()).toBe(true);
    await expect(open(createFolderLock()).then((second) => second.isOwner())).resolves.toBe(false);
  }, 10_000);

  it('waits for an owner that is just closing', async () => {
    const lock = createFolderLock();
    const held = await lock.start();
    setTimeout(() => void held.close(), 300);
    const link = await open(lock);
    expect(link.isOwner()).toBe(true);
  });

  it('does not remove a file that is in the way of its socket', async () => {
    writeFileSync(socketPath(home), 'mine');
    await expect(open(createFolderLock())).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the socket against hostile bytes', () => {
  const hostile: [string, Buffer][] = [
    ['a length over the limit', Buffer.from([0xff, 0xff, 0xff, 0xff, 1])],
    ['a body that is not JSON', frame(Buffer.from('{"t":'))],
    ['a body that is not UTF-8', frame(Buffer.from([0xc3, 0x28]))],
    ['nothing but noise', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256))],
  ];

  it.each(hostile)('cuts off %s and serves the others', async (_name, bytes) => {
    const link = await open(createFolderLock());
    const socket = connect(socketPath(home));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(bytes);
    await ended;
    await expect(link.client.call('library.remove', { target: '0' })).resolves.toEqual({ removed: 1 });
  });

  it('answers well-formed nonsense with nothing and goes on', async () => {
    await open(createFolderLock());
    const port = await connectSocket(socketPath(home));
    if (!port) throw new Error('no engine');
    const replies: unknown[] = [];
    port.onMessage((message) => replies.push(message));
    for (const nonsense of [null, 1, 'text', [], {}, { t: 'call' }, { t: 'result', id: 1 }])
      port.postMessage(nonsense);
    port.postMessage({ t: 'call', id: 7, method: '__proto__', input: {} });
    port.postMessage({ t: 'call', id: 8, method: 'library.remove', input: { target: '0' } });
    await expect.poll(() => replies.length).toBe(2);
    expect(replies).toContainEqual({ t: 'result', id: 8, value: { removed: 1 } });
    expect(replies).toContainEqual(
      expect.objectContaining({ t: 'error', id: 7, error: expect.objectContaining({ code: 'not_found' }) }),
    );
    port.close();
  });

  it('bounds its connections', async () => {
    const link = await open(createFolderLock());
    const sockets = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const socket = connect(socketPath(home));
        socket.on('error', () => undefined);
        await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
        return socket;
      }),
    );
    await expect.poll(() => sockets.filter((socket) => !socket.closed).length).toBeLessThanOrEqual(64);
    for (const socket of sockets) socket.destroy();
    await expect(link.client.call('library.remove', { target: '0' })).resolves.toEqual({ removed: 1 });
  });
});

describe('frames', () => {
  it('come out whole however the bytes are cut', async () => {
    const messages = [{ text: 'größer 한국어 🙂' }, [], 'x'.repeat(100_000), null];
    const bytes = Buffer.concat(messages.map((message) => frame(Buffer.from(JSON.stringify(message)))));
    const path = join(home, 'cut.sock');
    const received: unknown[] = [];
    const server = createServer((socket: Socket) => {
      createFramedPort(socket, { maxMessageBytes: 1_000_000 }).onMessage((message) => received.push(message));
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const client = connect(path);
    for (const cut of [bytes.subarray(0, 1), bytes.subarray(1, 5), bytes.subarray(5, 9), bytes.subarray(9)]) {
      client.write(cut);
      await sleep(10);
    }
    await expect.poll(() => received).toEqual(messages);
    client.destroy();
    server.close();
  });
});

function frame(body: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(body.length);
  return Buffer.concat([header, body]);
}
