import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EngineContract, engineContract, type SearchMode } from '@adiuva/contracts/rpc';
import { type Client, createClient, createPortPair } from '@adiuva/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localUser, type Principal } from '#base';
import { createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';
import { passages, structuredQuestions, writeStructuredFiles } from './testing/questionSet/index.ts';
import { type RankMetrics, rankMetrics } from './testing/rankMetrics.ts';

/*
 * Retrieval never gets worse unseen. The floors are the figures of the built-in model on 21 November 2026, less 0.01:
 * less than a question of the own set, two of XQuAD; the run is the same every time, so a lower figure is a change. `npm run bench -- retrieval`
 * asks all questions. Who raises the figures raises the floors.
 */
const modes: readonly SearchMode[] = ['keyword', 'semantic', 'hybrid'];
type Floors = Readonly<Record<string, Readonly<Record<string, RankMetrics>>>>;
const floor = (recallAt1: number, recallAt5: number, ndcgAt10: number): RankMetrics => ({
  recallAt1,
  recallAt5,
  ndcgAt10,
});

const ownFloors: Floors = {
  en: {
    keyword: floor(0.823, 0.99, 0.91),
    semantic: floor(0.99, 0.99, 0.99),
    hybrid: floor(0.99, 0.99, 0.99),
  },
  de: {
    keyword: floor(0.872, 0.931, 0.909),
    semantic: floor(0.872, 0.99, 0.946),
    hybrid: floor(0.931, 0.99, 0.968),
  },
  it: {
    keyword: floor(0.99, 0.99, 0.99),
    semantic: floor(0.99, 0.99, 0.99),
    hybrid: floor(0.99, 0.99, 0.99),
  },
  pl: {
    keyword: floor(0.931, 0.931, 0.948),
    semantic: floor(0.99, 0.99, 0.99),
    hybrid: floor(0.931, 0.99, 0.968),
  },
  ko: {
    keyword: floor(0.99, 0.99, 0.99),
    semantic: floor(0.931, 0.99, 0.968),
    hybrid: floor(0.99, 0.99, 0.99),
  },
};
const xquadFloors: Floors = {
  en: {
    keyword: floor(0.926, 0.977, 0.957),
    semantic: floor(0.889, 0.956, 0.931),
    hybrid: floor(0.918, 0.977, 0.953),
  },
  de: {
    keyword: floor(0.863, 0.968, 0.932),
    semantic: floor(0.821, 0.943, 0.898),
    hybrid: floor(0.872, 0.981, 0.937),
  },
};
/** Every fifth question: all of them would take a minute. */
const everyNth = 5;

const folder = makeTemporaryFolder();
let engine: Engine;
let client: Client<EngineContract>;

beforeAll(async () => {
  engine = await createEngine(createTestHost(join(folder.path, 'home')));
  client = connect(localUser);
}, 60_000);
afterAll(async () => {
  await engine.close();
  folder.remove();
});

function connect(caller: Principal): Client<EngineContract> {
  const [near, far] = createPortPair();
  engine.connect(far, caller);
  return createClient(engineContract, near);
}

/** Sees one knowledge base alone, so that another test's documents change nothing in what it finds. */
const readerOf = (kb: string) =>
  connect({ id: kb, kind: 'agent', grants: { knowledgeBases: [kb], canWrite: false } });

async function fill(kb: string, texts: readonly string[]): Promise<void> {
  const documents = join(folder.path, kb);
  mkdirSync(documents, { recursive: true });
  for (const [index, text] of texts.entries()) writeFileSync(join(documents, `${index}.txt`), text);
  const { totals } = await client.call('library.ingest', { paths: [documents], kb });
  expect(totals.indexed).toBe(texts.length);
}

async function measure(
  reader: Client<EngineContract>,
  questions: readonly { question: string; answer: number }[],
  mode: SearchMode,
): Promise<RankMetrics> {
  const ranks: number[] = [];
  for (const { question, answer } of questions) {
    const { results } = await reader.call('search.query', { query: question, mode, limit: 10 });
    ranks.push(results.findIndex(({ path }) => basename(path) === `${answer}.txt`));
  }
  return rankMetrics(ranks);
}

function expectAtLeast(measured: RankMetrics, least: RankMetrics | undefined, what: string): void {
  if (!least) throw new Error(`There is no floor for ${what}.`);
  for (const name of ['recallAt1', 'recallAt5', 'ndcgAt10'] as const)
    expect(measured[name], `${what}, ${name}`).toBeGreaterThanOrEqual(least[name]);
}

describe('questions in five languages', () => {
  const languages = Object.keys(passages);
  beforeAll(async () => {
    // One library of all languages: an answer has to stand out from those in others, too.
    await fill(
      'own',
      languages.flatMap((language) => (passages[language] ?? []).map(({ text }) => text)),
    );
  }, 120_000);

  test.each(languages)('finds the passages that answer, %s', async (language) => {
    const before = languages
      .slice(0, languages.indexOf(language))
      .reduce((sum, other) => sum + (passages[other]?.length ?? 0), 0);
    const questions = (passages[language] ?? []).flatMap((passage, index) =>
      passage.questions.map((question) => ({ question, answer: before + index })),
    );
    for (const mode of modes)
      expectAtLeast(
        await measure(readerOf('own'), questions, mode),
        ownFloors[language]?.[mode],
        `${language}, ${mode}`,
      );
  });
});

describe('answers in tables, slides, mails and archives', () => {
  let reader: Client<EngineContract>;
  beforeAll(async () => {
    const documents = join(folder.path, 'structured');
    writeStructuredFiles(documents);
    await client.call('library.ingest', { paths: [documents], kb: 'structured' });
    await fill(
      'structured',
      Object.values(passages).flatMap((all) => all.map(({ text }) => text)),
    );
    reader = readerOf('structured');
  }, 120_000);

  test.each(structuredQuestions)('$question', async ({ question, file, place }) => {
    for (const mode of ['keyword', 'hybrid'] as const) {
      const { results } = await reader.call('search.query', { query: question, mode, limit: 1 });
      expect(results.map(({ path, locator }) => [basename(path), locator])).toMatchObject([[file, place]]);
    }
  });
});

describe('XQuAD', () => {
  test.for(Object.keys(xquadFloors))(
    'is found as well as it was, %s',
    { timeout: 120_000 },
    async (language, { skip }) => {
      const file = fileURLToPath(
        new URL(`../../../shared/corpus/retrieval/xquad.${language}.json`, import.meta.url),
      );
      const isHere = existsSync(file);
      if (!isHere) return skip(`${file} is not here`);
      const paragraphs = (JSON.parse(readFileSync(file, 'utf8')) as Xquad).data.flatMap(
        (article) => article.paragraphs,
      );
      const kb = `xquad-${language}`;
      await fill(
        kb,
        paragraphs.map(({ context: text }) => text),
      );
      const questions = paragraphs
        .flatMap(({ qas }, answer) => qas.map(({ question }) => ({ question, answer })))
        .filter((_, index) => index % everyNth === 0);
      for (const mode of modes)
        expectAtLeast(
          await measure(readerOf(kb), questions, mode),
          xquadFloors[language]?.[mode],
          `${language}, ${mode}`,
        );
    },
  );
});

interface Xquad {
  data: { paragraphs: { context: string; qas: { question: string }[] }[] }[];
}
