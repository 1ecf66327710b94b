import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { enterSandbox } from '#ports';

/** A worker that does what no parser should, and reports what came of it. */
const { port, init } = enterSandbox();
const target = String(init.target);

async function attempt(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? (error as Error).message;
  }
}

function inThread(code: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(code, { eval: true });
    thread.on('error', reject);
    thread.on('exit', resolve);
  });
}

port.postMessage({
  t: 'report',
  read: await attempt(() => readFileSync(target)),
  write: await attempt(() => writeFileSync(`${target}.written`, 'x')),
  writeInThread: await attempt(() =>
    inThread(`require('fs').writeFileSync(${JSON.stringify(`${target}.written`)}, 'x')`),
  ),
  spawn: await attempt(() => {
    const { error } = spawnSync(process.execPath, ['--version']);
    if (error) throw error;
  }),
  connect: await attempt(() => connect(Number(init.port), '127.0.0.1')),
  fetch: await attempt(() => fetch(`http://127.0.0.1:${init.port}/`)),
  lookUp: await attempt(() => lookup('localhost')),
  datagram: await attempt(() => createSocket('udp4')),
});
