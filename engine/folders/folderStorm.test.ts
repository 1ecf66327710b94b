import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { WatchedFolder } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import { afterAll, afterEach, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';

/** The full size is `npm run bench -- storm`. */
const files = Number(process.env.ADIUVA_STORM_FILES ?? 1_500);
const root = makeTemporaryFolder('adiuva-folder-storm-');
const home = join(root.path, 'home');
const documents = join(root.path, 'documents');
const entry = fileURLToPath(new URL('../testing/followProcess.ts', import.meta.url));
afterAll(() => root.remove());

interface News {
  folder: WatchedFolder | null;
  waiting: number;
  peakMiB: number;
}
let child: ChildProcess | undefined;
let news: News | undefined;
afterEach(() => kill());

function start(): void {
  news = undefined;
  child = fork(entry, [home, documents], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('message', (message) => {
    news = message as News;
  });
}

async function kill(): Promise<void> {
  const ended = new Promise((resolve) => child?.once('exit', resolve) ?? resolve(null));
  if (child?.kill('SIGKILL')) await ended;
  child = undefined;
}

/** Kills it once so much is done, and starts it again. */
async function killAt(indexed: number): Promise<void> {
  await expect
    .poll(() => news?.folder?.documents.indexed ?? 0, { timeout: 60_000, interval: 20 })
    .toBeGreaterThan(indexed);
  await kill();
  start();
}

const settled = (wanted: number) =>
  expect
    .poll(() => [news?.folder?.state, news?.folder?.documents.indexed, news?.waiting], {
      timeout: 90_000,
      interval: 100,
    })
    .toEqual(['watching', wanted, 0]);

const folderOf = (index: number) => (index % 2 === 0 ? documents : join(documents, `group ${index % 7}`));
const pathOf = (index: number, name = 'note') => join(folderOf(index), `${name} ${index}.txt`);

interface Row {
  id: string;
  path: string;
  status: string;
}
function read(): { rows: Row[]; vectors: number; leftovers: number } {
  const db = openDatabase(join(home, 'library.db'), { readonly: true });
  const rows = db
    .prepare('SELECT public_id AS id, path, status FROM documents WHERE missing_since IS NULL ORDER BY path')
    .all() as Row[];
  const vectors = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'vectors_1'").pluck().get();
  const leftovers = db.prepare('SELECT count(*) FROM job_steps').pluck().get();
  db.close();
  return { rows, vectors: Number(vectors), leftovers: Number(leftovers) };
}

function present(): string[] {
  return readdirSync(documents, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => each.parentPath + sep + each.name)
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

it(`holds exactly the folder's ${files} files after bursts of adding, renaming and deleting, killed in the middle of each`, async () => {
  mkdirSync(documents, { recursive: true });
  for (let group = 0; group < 7; group++) mkdirSync(join(documents, `group ${group}`));
  start();
  for (let index = 0; index < files; index++) {
    writeFileSync(pathOf(index), `Note ${index} is about item ${(index * 7919) % 1009}.`);
    if (index % 100 === 99) await sleep(1);
  }
  await killAt(files / 10);
  await killAt(files / 2);
  await settled(files);
  const before = read();
  expect(before.rows.map(({ path }) => path)).toEqual(present());
  expect(before.vectors).toBe(files);

  const changed = files / 10;
  for (let step = 0; step < changed; step++) {
    renameSync(pathOf(step * 5), pathOf(step * 5, 'renamed'));
    rmSync(pathOf(step * 5 + 2));
    if (step === changed / 2) await kill();
  }
  renameSync(join(documents, 'group 3'), join(documents, 'another group'));
  start();
  await settled(files - changed);
  const after = read();
  expect(after.rows.map(({ path }) => path)).toEqual(present());
  expect(after.rows.every(({ status }) => status === 'indexed')).toBe(true);
  // Whatever moved is the document it was, and nothing was embedded for it.
  const known = new Set(before.rows.map(({ id }) => id));
  expect(after.rows.filter(({ id }) => !known.has(id))).toEqual([]);
  expect(after.vectors).toBe(files);
  expect(after.leftovers).toBe(0);
  expect(news?.peakMiB).toBeLessThan(400);
}, 240_000);
