import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { dumpLibrary } from './testing/libraryDump.ts';

/** A few rounds always; the full storm with `npm test -- --kill-rounds=200 engine/killStorm`. */
const rounds = Number(process.env.ADIUVA_KILL_ROUNDS ?? 12);
const folder = makeTemporaryFolder('adiuva-storm-');
afterAll(() => folder.remove());

const entry = fileURLToPath(new URL('testing/ingestProcess.ts', import.meta.url));

interface Run {
  child: ChildProcess;
  pids: { extraction: number[]; inference: number[] };
  /** Resolves with the totals, or null when the process was killed. */
  ended: Promise<{ failed: number; indexed: number } | null>;
}

function startIngest(home: string, documents: string): Run {
  const child = fork(entry, [home, documents], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let totals: { failed: number; indexed: number } | null = null;
  const run: Run = {
    child,
    pids: { extraction: [], inference: [] },
    ended: new Promise((resolve) => child.on('exit', () => resolve(totals))),
  };
  child.on('message', (message) => {
    const news = message as { pids?: Run['pids']; totals?: typeof totals };
    if (news.pids) run.pids = news.pids;
    if (news.totals) totals = news.totals;
  });
  return run;
}

it(
  `ends with the same index, row for row, after ${rounds} kills of the engine and its workers`,
  async () => {
    const random = createRandom(20_260_101);
    const documents = writeDocuments(join(folder.path, 'documents'), random);
    const originals = readAll(documents);
    const calmHome = join(folder.path, 'calm');
    expect(await startIngest(calmHome, documents).ended).toMatchObject({ failed: 4 });

    const home = join(folder.path, 'storm');
    let kills = 0;
    let restarts = 0;
    let run = startIngest(home, documents);
    while (kills < rounds) {
      const early = await Promise.race([run.ended, wait(300 + random() * 1500)]);
      if (early) {
        // It got through before the next kill: some documents change, and the storm goes on.
        changeSome(documents, random);
        run = startIngest(home, documents);
        restarts++;
        continue;
      }
      const victims = [run.child.pid, ...run.pids.extraction, ...run.pids.inference].filter(
        (pid) => pid !== undefined,
      );
      const victim = victims[Math.floor(random() * victims.length)];
      if (victim === undefined || !kill(victim)) continue;
      kills++;
      if (victim !== run.child.pid) continue;
      await run.ended;
      run = startIngest(home, documents);
      restarts++;
    }
    expect(await run.ended).not.toBeNull();
    for (const [path, content] of originals) writeFileSync(path, content);
    expect(await startIngest(home, documents).ended).toMatchObject({ failed: 4 });
    const [storm, calm] = [dumpLibrary(home, documents), dumpLibrary(calmHome, documents)];
    expect(storm.leftovers).toEqual([]);
    for (const table of Object.keys(calm)) expect([table, storm[table]]).toEqual([table, calm[table]]);
    expect(calm.chunks?.length).toBeGreaterThan(100);
    expect(restarts).toBeGreaterThan(0);
  },
  60_000 + rounds * 5_000,
);

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

function wait(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}

/** mulberry32: small, seeded, good enough to pick victims and words. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words =
  'river stone lantern ledger harbour motor garden violin ticket winter copper island letter bridge'.split(
    ' ',
  );

function writeDocuments(path: string, random: () => number): string {
  mkdirSync(path, { recursive: true });
  const sentence = () =>
    `${Array.from({ length: 12 }, () => words[Math.floor(random() * words.length)]).join(' ')}.`;
  const paragraph = () => Array.from({ length: 8 }, sentence).join(' ');
  for (let index = 0; index < 36; index++) {
    const paragraphs = Array.from({ length: 1 + Math.floor(random() * 40) }, paragraph);
    if (index % 3 === 0)
      writeFileSync(join(path, `${index}.md`), `# Title ${index}\n\n${paragraphs.join('\n\n')}`);
    else if (index % 3 === 1) writeFileSync(join(path, `${index}.txt`), paragraphs.join('\n\n'));
    else {
      const body = paragraphs.map((text) => `<p>${text}</p>`).join('');
      writeFileSync(
        join(path, `${index}.html`),
        `<html><title>Page ${index}</title><body><main>${body}</main></body></html>`,
      );
    }
  }
  // Texts that two documents share, and four files that cannot be read.
  const shared = paragraph();
  writeFileSync(join(path, 'shared-a.txt'), shared);
  writeFileSync(join(path, 'shared-b.txt'), shared);
  writeFileSync(join(path, 'picture.png'), Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
  writeFileSync(join(path, 'empty.txt'), '');
  writeFileSync(join(path, 'broken.pdf'), '%PDF-1.7\nthis is where it ends');
  writeFileSync(join(path, 'broken.docx'), Buffer.from('504b0304140000000000', 'hex'));
  return path;
}

/** Writes other words into a few documents, so that there is work, and something to replace, in the next round. */
function changeSome(path: string, random: () => number): void {
  for (let index = 0; index < 8; index++) {
    const file = join(path, `${Math.floor(random() * 12) * 3 + 1}.txt`);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll('stone', words[Math.floor(random() * words.length)] ?? 'stone'));
  }
}

function readAll(path: string): Map<string, Buffer> {
  return new Map(readdirSync(path).map((name) => [join(path, name), readFileSync(join(path, name))]));
}
