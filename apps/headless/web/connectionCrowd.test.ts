import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWebHost, type WebHost } from './webHost.ts';

const folder = mkdtempSync(join(tmpdir(), 'adiuva-crowd-'));
let host: WebHost;
const sockets: Socket[] = [];

beforeAll(async () => {
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html><title>Adiuva</title>');
  host = await startWebHost({
    home: folder,
    port: 0,
    rendererFolder: join(folder, 'page'),
    sampleLibrary: null,
    attach: async () => undefined,
  });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

it('lets its page in while hundreds of strangers sit there in silence', async () => {
  const { origin, port, hash } = new URL(host.url);
  const crowd = async () => {
    for (let count = 0; count < 400; count++) {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      if (count % 2 === 0) socket.write('GET / HTTP/1.1\r\nHost: 127');
      sockets.push(socket);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  };
  await crowd();
  const started = performance.now();
  const page = await fetch(`${origin}/`);
  expect(page.status).toBe(200);
  const info = await fetch(`${origin}/host/info`, {
    headers: { Authorization: `Bearer ${hash.replace('#token=', '')}` },
  });
  expect(info.status).toBe(200);
  await crowd();
  expect((await fetch(`${origin}/`)).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(3000);
});
