import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import { createClient, createPortPair } from '@adiuva/wire';
import { localUser } from '../../engine/base/index.ts';
import { createEngine } from '../../engine/createEngine.ts';
import { createTestHost } from '../../engine/testing/index.ts';
import { fillDocumentLibrary } from '../documentLibrary.ts';
import { createRandom } from '../searchLibrary.ts';
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
    fillDocumentLibrary(join(home, 'library.db'), documents, createRandom(7));
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

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
