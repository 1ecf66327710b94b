import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { createNodeWorkerHost } from './nodeWorkerHost.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());
const trespasser = new URL('../testing/workers/trespasser.ts', import.meta.url);

it('lets a worker that reads files read, and nothing else', async () => {
  let connections = 0;
  const server = createServer(() => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const target = join(folder.path, 'file.txt');
  writeFileSync(target, 'content');
  const entries = {
    ...{ extraction: trespasser, inference: trespasser, storage: trespasser, ocr: trespasser },
    ...{ media: trespasser, speech: trespasser, transcription: trespasser },
  };
  const worker = createNodeWorkerHost(entries).start('extraction', { init: { target, port } });
  const report = await new Promise<Record<string, string>>((resolve, reject) => {
    worker.port.onMessage((message) => {
      if ((message as { t: string }).t === 'report') resolve(message as Record<string, string>);
    });
    worker.onExit((exit) => reject(new Error(`The worker ended: ${JSON.stringify(exit)}`)));
  });
  worker.kill();
  server.close();
  const noNetwork = 'A worker that reads files has no network.';
  expect(report).toMatchObject({
    read: 'done',
    write: 'ERR_ACCESS_DENIED',
    writeInThread: 'ERR_ACCESS_DENIED',
    spawn: 'ERR_ACCESS_DENIED',
    connect: noNetwork,
    fetch: noNetwork,
    lookUp: noNetwork,
    datagram: noNetwork,
  });
  expect(connections).toBe(0);
  expect(existsSync(`${target}.written`)).toBe(false);
});
