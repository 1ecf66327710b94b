import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { writeTinyBgeM3 } from '@adiuva/models/testing';
import { afterAll, expect, it } from 'vitest';

const folder = await mkdtemp(join(tmpdir(), 'adiuva-offline-'));
afterAll(() => rm(folder, { recursive: true }));

/**
 * Counts what a process opens: through Node's own modules, and, on Linux, what native libraries open behind its
 * back, by the kernel's table of this process's sockets.
 */
const program = (modules: string) => `
import dns from 'node:dns';
import net from 'node:net';
import dgram from 'node:dgram';
import { readdirSync, readlinkSync, readFileSync } from 'node:fs';
const seen = [];
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) dns[name] = (...rest) => { seen.push('dns ' + rest[0]); rest.at(-1)(new Error('counted')); };
net.Socket.prototype.connect = function (...rest) { seen.push('connect ' + JSON.stringify(rest[0])); this.destroy(); return this; };
dgram.createSocket = () => { seen.push('datagram'); throw new Error('counted'); };
const sockets = () => {
  if (process.platform !== 'linux') return [];
  const inet = new Set(['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) => readFileSync('/proc/self/net/' + table, 'utf8').split('\\n').slice(1).map((line) => line.trim().split(/\\s+/)[9])));
  return readdirSync('/proc/self/fd').flatMap((fd) => { try { const to = readlinkSync('/proc/self/fd/' + fd); const inode = /^socket:\\[(\\d+)\\]$/.exec(to)?.[1]; return inode && inet.has(inode) ? [to] : []; } catch { return []; } });
};
const timer = setInterval(() => seen.push(...sockets()), 5);
const { createInference } = await import(${JSON.stringify(modules)});
const inference = createInference({ modelsFolder: ${JSON.stringify(folder)}, threads: 1 });
for (const modelId of ['builtin', 'bge-m3']) {
  const { vectors } = await inference.embed({ modelId, texts: ['one', 'two'], purpose: 'passage', priority: 'background' });
  if (vectors.length !== 2048) throw new Error('no vectors');
}
await new Promise((resolve) => setTimeout(resolve, 300));
clearInterval(timer);
seen.push(...sockets());
if (process.argv[2] === 'control') { dns.lookup('example.invalid', () => {}); new net.Socket().connect(9, '127.0.0.1'); }
await inference.unload();
console.log(JSON.stringify({ seen, telemetry: process.env.ORT_DISABLE_TELEMETRY }));
`;

it('opens no connection and looks nothing up, while models load and run', { timeout: 60_000 }, async () => {
  await writeTinyBgeM3(join(folder, 'bge-m3'));
  const file = join(folder, 'count.mjs');
  await writeFile(file, program(pathToFileURL(join(import.meta.dirname, 'index.ts')).href));
  const run = async (...rest: string[]) => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [file, ...rest]);
    return { ...(JSON.parse(stdout) as { seen: string[]; telemetry: string }), stderr };
  };
  expect(await run()).toEqual({ seen: [], telemetry: '1', stderr: '' });
  // The count is one that counts.
  expect((await run('control')).seen).toHaveLength(2);
});
