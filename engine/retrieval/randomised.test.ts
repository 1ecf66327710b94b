import { expect, test } from 'vitest';
import { localUser, type Principal } from '#base';
import { analyze, signCode } from '#storage';
import { createRetriever, type Retriever } from './index.ts';
import { candidateCounts, exactUpTo } from './semantic/index.ts';
import { createRandom, openTestLibrary, randomVector, type TestChunk } from './testing/testLibrary.ts';

const dimensions = 128;
/** Each side of a search ranks a hundred. */
const { wanted: candidatesOnDisk, near: codeCandidates } = candidateCounts(100);
const never = new AbortController().signal;
const guest: Principal = {
  id: 'guest',
  kind: 'agent',
  grants: { knowledgeBases: ['even'], canWrite: false },
};

interface Known extends TestChunk {
  id: number;
  kb: string;
}

test('a search over what is in memory gives what a look at every row gives, whatever came before', async () => {
  const random = createRandom(Number(process.env.ADIUVA_TEST_SEED ?? 11));
  const pick = (below: number) => Math.floor(random() * below);
  const library = await openTestLibrary(dimensions);
  const documents = new Map<string, Known[]>();
  let query = randomVector(random, dimensions);
  const open = (): Retriever =>
    createRetriever({
      store: library.storage.search,
      modelKey: library.modelKey,
      embedQuery: async () => query,
      clock: performance,
    });
  let retriever = open();

  let serial = 0;
  const makeText = () => {
    // Three words that nearly every chunk holds, so that they become common terms; one of its own.
    const words = ['the', 'of', 'and', 'x'].filter(() => random() < 0.9);
    for (let count = 5 + pick(15); count > 0; count--) words.push(`w${Math.floor(random() ** 3 * 2000)}`);
    words.push('the'.repeat(pick(2)), `own${serial++}`);
    return words.join(' ');
  };
  const put = async (index: number, chunks: number) => {
    const kb = index % 2 === 0 ? 'even' : 'odd';
    const path = `/d/${index}`;
    const made = Array.from({ length: chunks }, () => ({
      text: makeText(),
      vector: randomVector(random, dimensions),
    }));
    const ids = await library.add({ kb, path, chunks: made });
    documents.set(
      path,
      made.map((chunk, at) => ({ ...chunk, kb, id: ids[at] ?? 0 })),
    );
  };
  const steps: (() => Promise<unknown>)[] = [
    () => put(pick(60), 1 + pick(120)),
    () => put(60 + pick(20), 1 + pick(60)),
    async () => {
      const index = pick(80);
      await library.remove(index % 2 === 0 ? 'even' : 'odd', `/d/${index}`);
      documents.delete(`/d/${index}`);
    },
    async () => {
      retriever.close();
      retriever = open();
    },
    async () => {
      retriever.close();
      await library.reopen();
      retriever = open();
    },
    () => library.storage.write.refreshCommonTerms({ budgetMs: 5 }),
    () => library.storage.write.collectUnusedVectors({ limit: 500 }),
  ];

  const compare = async (principal: Principal) => {
    const visible = [...documents.values()]
      .flat()
      .filter(({ kb }) => principal === localUser || kb === 'even');
    query = randomVector(random, dimensions);
    const semantic = await retriever.search(
      { query: `v${serial++}`, mode: 'semantic', limit: 20 },
      principal,
      never,
    );
    expectSame(semantic.results, bruteSemantic(visible, query), false);
    const words =
      [`the of w${pick(50)}`, `w${pick(5)} w${pick(500)} w${pick(2000)}`, 'and'][pick(3)] ?? 'and';
    const keyword = await retriever.search({ query: words, mode: 'keyword', limit: 20 }, principal, never);
    const expected = bruteKeyword(visible, words);
    expect(keyword.total).toBe(expected.length);
    expectSame(keyword.results, expected, true);
  };

  for (let index = 0; index < 60; index++) await put(index, 80);
  for (let done = false; !done; )
    done = (await library.storage.write.refreshCommonTerms({ budgetMs: 50 })).done;
  await compare(localUser);
  for (let round = 0; round < 40; round++) {
    await steps[pick(steps.length)]?.();
    // Loading anew, and searching while that goes on, must not show.
    await compare(round % 3 === 0 ? guest : localUser);
  }
  retriever.close();
  await library.close();
}, 60_000);

interface Scored {
  id: number;
  score: number;
}

/** The same scores in the same order, and the same chunks but for those whose scores are equal. */
function expectSame(
  results: readonly { chunkId: string; score: number }[],
  expected: readonly Scored[],
  relative: boolean,
): void {
  const best = relative ? (expected[0]?.score ?? 1) : 1;
  const scores = new Map(expected.map(({ id, score }) => [id, Math.max(0, score / best)]));
  expect(results.map(({ score }) => score)).toHaveLength(Math.min(20, expected.length));
  for (const [index, { chunkId, score }] of results.entries()) {
    expect(scores.get(Number(chunkId))).toBeCloseTo(score, 4);
    expect(Math.max(0, (expected[index]?.score ?? -1) / best)).toBeCloseTo(score, 4);
  }
}

function bruteSemantic(chunks: readonly Known[], query: Float32Array): Scored[] {
  let candidates = [...chunks];
  if (chunks.length > exactUpTo) {
    const code = signCode(query);
    const distances = new Map(chunks.map((chunk) => [chunk, hamming(signCode(chunk.vector), code)]));
    const of = (chunk: Known) => distances.get(chunk) ?? 0;
    candidates.sort((a, b) => of(a) - of(b));
    const last = candidates[codeCandidates - 1];
    const limit = last ? of(last) : 0;
    const estimate = ({ vector }: Known) =>
      vector.reduce((sum, value, at) => sum + (value > 0 ? 1 : -1) * (query[at] ?? 0), 0);
    candidates = candidates
      .filter((chunk) => of(chunk) <= limit)
      .sort((a, b) => estimate(b) - estimate(a))
      .slice(0, candidatesOnDisk);
  }
  return candidates
    .map(({ id, vector }) => {
      const scale = Math.max(...vector.map(Math.abs)) / 127;
      return {
        id,
        score: vector.reduce(
          (sum, value, at) => sum + Math.round(value / scale) * scale * (query[at] ?? 0),
          0,
        ),
      };
    })
    .sort((a, b) => b.score - a.score);
}

function hamming(a: Uint8Array, b: Uint8Array): number {
  let distance = 0;
  for (const [index, byte] of a.entries()) {
    for (let bits = byte ^ (b[index] ?? 0); bits > 0; bits >>= 1) distance += bits & 1;
  }
  return distance;
}

function bruteKeyword(chunks: readonly Known[], query: string): Scored[] {
  const terms = chunks.map(({ text }) => analyze(text, { purpose: 'index' }).map(({ term }) => term));
  const average = terms.reduce((sum, { length }) => sum + length, 0) / terms.length;
  const scores = new Map<number, number>();
  for (const wanted of new Set(query.split(' '))) {
    const frequencies = terms.map((list) => list.filter((term) => term === wanted).length);
    const holding = frequencies.filter((frequency) => frequency > 0).length;
    const weight = Math.log(1 + (chunks.length - holding + 0.5) / (holding + 0.5));
    for (const [index, frequency] of frequencies.entries()) {
      const id = chunks[index]?.id ?? 0;
      if (frequency === 0) continue;
      const norm = 1.2 * (0.25 + (0.75 * (terms[index]?.length ?? 0)) / average);
      scores.set(id, (scores.get(id) ?? 0) + (weight * frequency * 2.2) / (frequency + norm));
    }
  }
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
}
