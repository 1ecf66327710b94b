import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { engineContract } from '@adiuva/contracts/rpc';
import type { Client } from '@adiuva/wire';
import { openBenchEngine } from '../benchEngine.ts';
import type { Measurement, Suite } from '../suite.ts';

const corpus = fileURLToPath(new URL('../../../shared/corpus/documents', import.meta.url));

export const suite: Suite = {
  name: 'ingest',
  description: 'a folder of real files, first and again; how long the engine loop is held meanwhile',
  async run({ folder, log }) {
    const documents = existsSync(corpus) ? corpus : writeDocuments(join(folder, 'documents'));
    const engine = await openBenchEngine(join(folder, 'home'));
    try {
      return await measure(engine.client, documents, log);
    } finally {
      await engine.close();
    }
  },
};

async function measure(
  client: Client<typeof engineContract>,
  documents: string,
  log: (line: string) => void,
): Promise<Measurement[]> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const first = await timed(() => client.call('library.ingest', { paths: [documents] }));
  delay.disable();
  const { totals } = first.value;
  log(
    `${totals.indexed} indexed, ${totals.skipped} skipped, ${totals.failed} failed, ${totals.chunks} chunks`,
  );
  const again: number[] = [];
  for (let round = 0; round < 5; round++) {
    again.push((await timed(() => client.call('library.ingest', { paths: [documents] }))).seconds);
  }
  const unchanged = again.sort((a, b) => a - b)[2] ?? Number.NaN;
  const longestMs = delay.max / 1e6;
  return [
    { name: 'first ingest', unit: 's', value: first.seconds },
    { name: 'chunks', unit: 'per s', value: totals.chunks / first.seconds },
    {
      name: 'unchanged folder',
      unit: 's',
      value: unchanged,
      peer: { name: 'first ingest', value: first.seconds },
      ratio: first.seconds / unchanged,
      target: 'at most 1 % of the first',
      met: unchanged <= first.seconds * 0.01,
    },
    { name: 'event loop held, 99th percentile', unit: 'ms', value: delay.percentile(99) / 1e6 },
    {
      name: 'event loop held, longest',
      unit: 'ms',
      value: longestMs,
      target: 'never over 50 ms',
      met: longestMs <= 50,
    },
  ];
}

async function timed<T>(run: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const started = performance.now();
  const value = await run();
  return { value, seconds: (performance.now() - started) / 1000 };
}

/** Where the corpus is not at hand: a few hundred texts of mixed lengths. */
function writeDocuments(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < 300; index++) {
    const paragraph =
      `Paragraph of document ${index} about item ${index % 17}, written for a measurement. `.repeat(6);
    writeFileSync(
      join(folder, `${index}.md`),
      `# Document ${index}\n\n${`${paragraph}\n\n`.repeat(1 + (index % 40))}`,
    );
  }
  return folder;
}
