import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SearchMode } from '@adiuva/contracts/rpc';
import { rankMetrics } from '../../engine/retrieval/testing/rankMetrics.ts';
import { openBenchEngine } from '../benchEngine.ts';
import type { Measurement, Suite } from '../suite.ts';

const modes: readonly SearchMode[] = ['keyword', 'semantic', 'hybrid'];
const languages = { en: 'English', de: 'German' } as const;

interface Xquad {
  data: { paragraphs: { context: string; qas: { question: string }[] }[] }[];
}

export const suite: Suite = {
  name: 'retrieval',
  description:
    'XQuAD: 1,190 questions a language, the paragraph a question belongs to is the right answer; built-in model',
  async run({ folder, log }) {
    const measurements: Measurement[] = [];
    for (const [language, name] of Object.entries(languages)) {
      const file = fileURLToPath(
        new URL(`../../../shared/corpus/retrieval/xquad.${language}.json`, import.meta.url),
      );
      if (!existsSync(file)) {
        log(`${file} is not here: ${name} is left out`);
        continue;
      }
      measurements.push(...(await measure(file, join(folder, language), name)));
    }
    return measurements;
  },
};

async function measure(file: string, folder: string, name: string): Promise<Measurement[]> {
  const paragraphs = (JSON.parse(readFileSync(file, 'utf8')) as Xquad).data.flatMap(
    (article) => article.paragraphs,
  );
  const documents = join(folder, 'documents');
  mkdirSync(documents, { recursive: true });
  for (const [index, { context }] of paragraphs.entries())
    writeFileSync(join(documents, `${index}.txt`), context);
  const engine = await openBenchEngine(join(folder, 'home'));
  try {
    await engine.client.call('library.ingest', { paths: [documents] });
    const results: Measurement[] = [];
    for (const mode of modes) {
      const ranks: number[] = [];
      for (const [index, { qas }] of paragraphs.entries()) {
        for (const { question } of qas) {
          const found = await engine.client.call('search.query', { query: question, mode, limit: 10 });
          ranks.push(found.results.findIndex(({ path }) => basename(path) === `${index}.txt`));
        }
      }
      const { recallAt1, recallAt5, ndcgAt10 } = rankMetrics(ranks);
      results.push(
        { name: `${name}, ${mode}, recall@1`, unit: '', value: recallAt1 },
        { name: `${name}, ${mode}, recall@5`, unit: '', value: recallAt5 },
        { name: `${name}, ${mode}, nDCG@10`, unit: '', value: ndcgAt10 },
      );
    }
    return results;
  } finally {
    await engine.close();
  }
}
