import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import { createClient, createPortPair } from '@adiuva/wire';
import { localUser } from '../../engine/base/index.ts';
import { createEngine } from '../../engine/createEngine.ts';
import { migrate } from '../../engine/storage/migrate.ts';
import { createTestHost } from '../../engine/testing/index.ts';
import { createRandom, type Random, word } from '../searchLibrary.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

const documents = Number(process.env.ADIUVA_BENCH_DOCUMENTS ?? 100_000);
const pageSize = 200;
const pagesEach = 60;
const targetMs = 15;

type ListInput = InputOf<EngineContract['library.list']>;
const orders = ['path', 'name', 'date', 'size', 'type', 'status'] as const;
const filters: Record<string, ListInput> = {
  'knowledge base': { kb: 'work' },
  status: { status: 'failed' },
  type: { type: 'pdf' },
  tag: { tags: ['seen'] },
  since: { since: 1.5e12 },
  'part of a path': { path: 'reports' },
  language: { language: 'it' },
};

export const suite: Suite = {
  name: 'list',
  description: `pages of ${pageSize} rows from anywhere in a table of ${documents} documents, in every order`,
  async run({ folder, log }: BenchContext): Promise<Measurement[]> {
    const home = join(folder, 'home');
    mkdirSync(home);
    fill(join(home, 'library.db'), createRandom(7));
    log('library made');
    const engine = await createEngine(createTestHost(home));
    const [near, far] = createPortPair();
    engine.connect(far, localUser);
    const client = createClient((await import('@adiuva/contracts/rpc')).engineContract, near);
    const random = createRandom(3);

    async function measure(input: ListInput): Promise<{ first: number; times: number[] }> {
      const startedAt = performance.now();
      const { total } = await client.call('library.list', { ...input, limit: pageSize });
      const first = performance.now() - startedAt;
      const times: number[] = [];
      for (let page = 0; page < pagesEach; page++) {
        const offset = Math.floor(random() * Math.max(1, total - pageSize));
        const begun = performance.now();
        const answer = await client.call('library.list', { ...input, limit: pageSize, offset });
        times.push(performance.now() - begun);
        if (answer.documents.length !== Math.min(pageSize, total)) throw new Error('A page is not full.');
      }
      return { first, times };
    }

    /** What stood in memory is of an earlier version of the index then. */
    async function afterChanges(): Promise<number> {
      const id = '00000000-0000-4000-8000-000000000001';
      const times: number[] = [];
      for (const sort of orders) {
        // Longer than a table may lag behind.
        await sleep(1100);
        await client.call('tags.add', { targets: [id], tags: [`changed ${sort}`] });
        const begun = performance.now();
        await client.call('library.list', { sort, limit: pageSize, offset: documents / 2 });
        times.push(performance.now() - begun);
      }
      return percentile(times, 1);
    }

    await measure({});
    const results: Measurement[] = [];
    const all: number[] = [];
    for (const sort of orders) {
      const both = [await measure({ sort }), await measure({ sort, descending: true })];
      const times = both.flatMap((each) => each.times);
      all.push(...times);
      results.push({ name: `by ${sort}, p95`, unit: 'ms', value: percentile(times, 0.95) });
    }
    const p95 = percentile(all, 0.95);
    results.unshift({
      name: 'any offset in any order, p95',
      unit: 'ms',
      value: p95,
      target: `at most ${targetMs}`,
      met: p95 <= targetMs,
    });
    const filtered: number[] = [];
    const firsts: number[] = [];
    for (const [name, filter] of Object.entries(filters)) {
      const runs = [];
      for (const sort of orders) runs.push(await measure({ ...filter, sort }));
      const times = runs.flatMap((each) => each.times);
      filtered.push(...times);
      firsts.push(...runs.map(({ first }) => first));
      results.push({ name: `filtered by ${name}, p95`, unit: 'ms', value: percentile(times, 0.95) });
    }
    const filteredP95 = percentile(filtered, 0.95);
    results.push(
      {
        name: 'any offset in any order, filtered, p95',
        unit: 'ms',
        value: filteredP95,
        target: `at most ${targetMs}`,
        met: filteredP95 <= targetMs,
      },
      { name: 'first page of another filter or order, slowest', unit: 'ms', value: percentile(firsts, 1) },
      { name: 'first jump after a change, slowest', unit: 'ms', value: await afterChanges() },
    );
    await engine.close();
    return results;
  },
};

/** Rows as an ingest leaves them, without what was read of the files. */
function fill(path: string, random: Random): void {
  const db = openDatabase(path);
  db.pragma('synchronous = OFF');
  migrate(db, path);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  const bases = ['default', 'work', 'home'];
  const addBase = db.prepare(
    'INSERT INTO knowledge_bases (id, name, folded, created_at) VALUES (?, ?, ?, 1)',
  );
  bases.forEach((name, index) => {
    addBase.run(index + 1, name, name);
  });
  const add = db.prepare(
    `INSERT INTO documents (id, public_id, kb_id, path, status, preset, media_type, title, language, metadata, size,
       mtime_ms, ctime_ms, inode, part_count, chunk_count, missing_since, error_code, error_message, indexed_at)
     VALUES (?, ?, ?, ?, ?, 'default', ?, ?, ?, ?, ?, ?, 1, ?, 3, 9, ?, ?, ?, 1)`,
  );
  const tag = db.prepare('INSERT INTO document_tags (document_id, folded, name) VALUES (?, ?, ?)');
  const types = ['application/pdf', 'text/plain', 'text/markdown', 'message/rfc822', 'image/png', null];
  const words = (count: number) =>
    Array.from({ length: count }, () => word(Math.floor(random() * 20_000))).join(' ');
  db.transaction(() => {
    for (let id = 1; id <= documents; id++) {
      const isFailed = random() < 0.03;
      const folder = `${pick(['reports', 'letters', 'notes', 'projects/old'])}/${Math.floor(random() * 400)}`;
      add.run(
        id,
        `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
        1 + Math.floor(random() * bases.length),
        `/home/someone/${folder}/${words(2).replaceAll(' ', '-')}-${id}.pdf`,
        isFailed ? 'failed' : 'indexed',
        pick(types),
        random() < 0.6 ? words(5) : null,
        pick(['en', 'it', 'pl', 'ko', null]),
        JSON.stringify({ title: words(4), properties: { subject: words(6), producer: words(3) } }),
        Math.floor(random() ** 3 * 1e7),
        1.4e12 + random() * 3e11,
        `${id}@1`,
        random() < 0.01 ? 1 : null,
        isFailed ? 'file_malformed' : null,
        isFailed ? 'This file is damaged.' : null,
      );
      if (random() < 0.3) tag.run(id, 'seen', 'Seen');
    }
  })();
  db.close();
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
