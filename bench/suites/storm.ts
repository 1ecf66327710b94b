import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type EngineContract, engineContract, type WatchedFolder } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import { type Client, createClient } from '@adiuva/wire';
import { connectSocket, socketPath } from '../../host/session/index.ts';
import { nodeFlags } from '../../scripts/runtime.mjs';
import type { Measurement, Suite } from '../suite.ts';

const bundle = fileURLToPath(new URL('../../out/headless/adiuva.js', import.meta.url));
/** Fewer while something is being tried out: ADIUVA_STORM_FILES=10000. */
const files = Number(process.env.ADIUVA_STORM_FILES ?? 100_000);
const changed = files / 10;
const sampleMs = 100;
const maxRssMiB = 400;

export const suite: Suite = {
  name: 'storm',
  description: `a watched folder: ${files} files in one burst, then ${changed} renamed and ${changed} deleted`,
  async run({ folder, log }) {
    const home = join(folder, 'home');
    const documents = join(folder, 'documents');
    mkdirSync(documents);
    mkdirSync(home, { mode: 0o700 });
    const host = await startWatching(home, documents);
    try {
      return await storm(host, home, documents, log);
    } finally {
      host.client.close();
      host.process.kill('SIGTERM');
      await new Promise((resolve) => host.process.once('exit', resolve));
    }
  },
};

interface Host {
  process: ChildProcess;
  client: Client<EngineContract>;
  peakRssMiB(): number;
}

async function storm(
  host: Host,
  home: string,
  documents: string,
  log: (line: string) => void,
): Promise<Measurement[]> {
  writeFiles(documents);
  log(`${files} files written`);
  let started = performance.now();
  await settled(host, documents, files, log);
  const added = (performance.now() - started) / 1000;
  log(`peak ${host.peakRssMiB().toFixed(0)} MiB before the list is read`);
  const listed = await differences(host, documents);
  const vectorsBefore = countVectors(home);
  log(`${added.toFixed(0)} s; ${vectorsBefore} vectors; peak ${host.peakRssMiB().toFixed(0)} MiB`);

  renameAndDelete(documents);
  started = performance.now();
  await settled(host, documents, files - changed, log);
  const followed = (performance.now() - started) / 1000;
  const listedAfter = await differences(host, documents);
  const embeddedAgain = countVectors(home) - vectorsBefore;
  const scans = await scan(host, documents);
  const pages = await readPages(host);
  const peak = host.peakRssMiB();
  return [
    { name: 'added until in line', unit: 's', value: added },
    { name: 'files', unit: 'per s', value: files / added },
    { name: 'renamed and deleted until in line', unit: 's', value: followed },
    {
      name: 'files that the list and the folder do not agree on',
      unit: 'files',
      value: listed + listedAfter,
      target: 'none',
      met: listed + listedAfter === 0,
    },
    {
      name: 'texts embedded for renames and deletes',
      unit: 'texts',
      value: embeddedAgain,
      target: 'none',
      met: embeddedAgain === 0,
    },
    {
      name: 'memory of the engine process, peak',
      unit: 'MiB',
      value: peak,
      target: `under ${maxRssMiB}`,
      met: peak < maxRssMiB,
    },
    { name: 'a scan that finds nothing', unit: 's', value: scans },
    { name: 'a page of the list, slowest', unit: 'ms', value: pages },
  ];
}

/** The command line as a person starts it, an engine in it. */
async function startWatching(home: string, documents: string): Promise<Host> {
  const child = spawn(process.execPath, [...nodeFlags, bundle, 'watch', documents, '--home', home], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, rssMiB(child.pid));
  }, sampleMs);
  child.once('exit', () => clearInterval(sampling));
  for (let tries = 0; tries < 100; tries++) {
    const port = await connectSocket(socketPath(home));
    if (port) return { process: child, client: createClient(engineContract, port), peakRssMiB: () => peak };
    await sleep(100);
  }
  throw new Error('The engine did not start.');
}

function rssMiB(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Small texts, each of its own words, in one large folder and many small ones. */
function writeFiles(documents: string): void {
  for (let index = 0; index < files; index++) {
    writeFileSync(
      join(folderOf(documents, index), `note ${index}.txt`),
      `Note ${index}. The committee met on day ${index % 365} about item ${(index * 7919) % 10007}, and agreed to look at it again.\n`,
    );
  }
}

function folderOf(documents: string, index: number): string {
  if (index % 2 === 0) return documents;
  const folder = join(documents, `group ${index % 97}`, `part ${index % 31}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function renameAndDelete(documents: string): void {
  for (let index = 0; index < changed; index++) {
    const [from, gone] = [index * 5, index * 5 + 2];
    renameSync(
      join(folderOf(documents, from), `note ${from}.txt`),
      join(folderOf(documents, from), `renamed ${from}.txt`),
    );
    rmSync(join(folderOf(documents, gone), `note ${gone}.txt`));
  }
}

/** Waits until the folder holds so many documents and nothing is on its way. */
async function settled(
  { client }: Host,
  documents: string,
  wanted: number,
  log: (line: string) => void,
): Promise<void> {
  let toldAt = performance.now();
  for (;;) {
    const { folders } = await client.call('folders.list', {});
    const folder = folders.find(({ path }) => path === documents);
    const { jobs } = await client.call('system.status', {});
    const isDone = folder?.documents.indexed === wanted && folder.state === 'watching';
    if (isDone && jobs.queued + jobs.running === 0) return;
    if (performance.now() - toldAt > 15_000) {
      log(describe(folder, jobs.queued));
      toldAt = performance.now();
    }
    await sleep(500);
  }
}

function describe(folder: WatchedFolder | undefined, queued: number): string {
  return `${folder?.state}: ${folder?.documents.indexed} indexed, ${folder?.documents.failed} failed, ${queued} waiting`;
}

/** How many paths are in the list or in the folder alone. */
async function differences({ client }: Host, documents: string): Promise<number> {
  const listed = new Set<string>();
  let after: string | undefined;
  do {
    const page = await client.call('library.list', { limit: 1_000, ...(after && { after }) });
    for (const { path, status } of page.documents) if (status === 'indexed') listed.add(path);
    after = page.next ?? undefined;
  } while (after);
  const present = readdirSync(documents, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.parentPath + sep + entry.name);
  return listed.size + present.length - 2 * present.filter((path) => listed.has(path)).length;
}

function countVectors(home: string): number {
  const db = openDatabase(join(home, 'library.db'), { readonly: true });
  const highest = db.prepare('SELECT max(id) FROM vectors_1').pluck().get() as number;
  db.close();
  return highest;
}

async function scan({ client }: Host, documents: string): Promise<number> {
  return (await client.call('folders.watch', { folder: documents, once: true })).seconds;
}

/** @returns the milliseconds of the slowest of the pages */
async function readPages({ client }: Host): Promise<number> {
  let slowest = 0;
  let after: string | undefined;
  do {
    const started = performance.now();
    const page = await client.call('library.list', { limit: 200, ...(after && { after }) });
    slowest = Math.max(slowest, performance.now() - started);
    after = page.next ?? undefined;
  } while (after);
  return slowest;
}
