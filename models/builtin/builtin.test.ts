import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOnnxSession, type OnnxSession } from '@adiuva/native/onnx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  builtinDimensions,
  builtinFileBytes,
  builtinFileSha256,
  builtinGraph,
  builtinMaxTokens,
  createBuiltinTokenizer,
  createFeaturizer,
  ensureBuiltinModel,
  type Features,
} from './index.ts';

const folder = await mkdtemp(join(tmpdir(), 'adiuva-builtin-'));
afterAll(() => rm(folder, { recursive: true }));
const featurizer = createFeaturizer();
let file: string;
let session: OnnxSession;

beforeAll(async () => {
  file = await ensureBuiltinModel(folder);
  session = await createOnnxSession(file, { threads: 2 });
});

async function embed(batch: readonly Features[]): Promise<Float32Array[]> {
  const width = Math.max(...batch.map(({ ids }) => ids.length));
  const ids = new Int32Array(batch.length * width);
  const weights = new Uint8Array(batch.length * width);
  for (const [row, features] of batch.entries()) {
    ids.set(features.ids, row * width);
    weights.set(features.weights, row * width);
  }
  const output = await session.run(
    {
      [builtinGraph.ids]: { type: 'int32', data: ids, shape: [batch.length, width] },
      [builtinGraph.weights]: { type: 'uint8', data: weights, shape: [batch.length, 1, width] },
    },
    builtinGraph.output,
  );
  const data = output.data as Float32Array;
  return batch.map((_, row) => data.slice(row * builtinDimensions, (row + 1) * builtinDimensions));
}

const vector = async (text: string) => (await embed([featurizer.features(text)]))[0] ?? new Float32Array();
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
const likeness = async (a: string, b: string) => dot(await vector(a), await vector(b));

describe('the generated model file', () => {
  it('is the same on every machine', async () => {
    const bytes = await readFile(file);
    expect(bytes.length).toBe(builtinFileBytes);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(builtinFileSha256);
  });

  it('is generated again where it is damaged or a crash left part of it, and not where it is whole', async () => {
    const { mtimeMs } = await stat(file);
    await ensureBuiltinModel(folder);
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
    await truncate(file, 1000);
    await Promise.all([ensureBuiltinModel(folder), ensureBuiltinModel(folder)]);
    expect((await stat(file)).size).toBe(builtinFileBytes);
    const bytes = await readFile(file);
    bytes[8_000_000] = 7;
    await writeFile(file, bytes);
    await ensureBuiltinModel(folder);
    expect((await readFile(file))[8_000_000]).not.toBe(7);
    expect(await readdir(folder)).toHaveLength(1);
  });
});

describe('vectors', () => {
  it('are bit for bit the same whatever stands beside the text', async () => {
    const texts = [
      'Ein Haus',
      'the quick brown fox '.repeat(300),
      'x',
      '',
      '漢字かな交じり文',
      'naïve café №5',
    ];
    const features = texts.map((text) => featurizer.features(text));
    const together = await embed(features);
    const reversed = (await embed([...features].reverse())).reverse();
    for (const [index, one] of features.entries()) {
      const [alone] = await embed([one]);
      expect(together[index]).toEqual(alone);
      expect(reversed[index]).toEqual(alone);
    }
  });

  it('have length 1, for any text', async () => {
    for (const text of [
      '',
      ' \n\t',
      '\u0000',
      '\ud83d',
      '😀',
      '!!!',
      'a',
      'a'.repeat(200_000),
      '\u0301\u0301',
    ]) {
      const own = await vector(text);
      expect(dot(own, own)).toBeCloseTo(1, 5);
    }
  });

  it('are near for inflections, compounds, spellings, case, width and accents; far otherwise', async () => {
    const far = Math.abs(await likeness('Versicherungsvertrag kündigen', 'gebratene Zwiebelringe'));
    expect(far).toBeLessThan(0.15);
    for (const [a, b, least] of [
      ['Kündigungsfrist', 'Kündigungsfristen', 0.45],
      ['Versicherungsvertrag', 'Vertrag', 0.15],
      ['Tchaikovsky', 'Tchaikowsky', 0.3],
      ['CAFÉ ＡＢＣ', 'cafe abc', 0.999],
      ['東京都の人口', '東京の人口', 0.5],
      ['대한민국의 수도', '대한민국 수도', 0.5],
    ] as const)
      expect(await likeness(a, b), `${a} / ${b}`).toBeGreaterThan(least);
  });

  it('read no more than the limit of tokens', () => {
    const { tokens, ids } = featurizer.features(`${'word '.repeat(builtinMaxTokens)}beyond`);
    expect(tokens).toBe(builtinMaxTokens);
    expect(ids).toEqual(featurizer.features('word '.repeat(10)).ids);
  });
});

describe('the tokenizer', () => {
  const tokenizer = createBuiltinTokenizer();
  const cut = (text: string) => {
    const offsets = tokenizer.offsets(text);
    return Array.from({ length: offsets.length / 2 }, (_, i) =>
      text.slice(offsets[2 * i], offsets[2 * i + 1]),
    );
  };

  it('gives words, pieces of long words, single ideographs, and symbols', () => {
    expect(cut('It’s 2024: über-groß!! 漢字 ひらがな')).toEqual([
      'It',
      '’',
      's',
      '2024',
      ':',
      'über',
      '-',
      'groß',
      '!!',
      '漢',
      '字',
      'ひら',
      'がな',
    ]);
    expect(cut('internationalization').join('')).toBe('internationalization');
    expect(cut('internationalization').length).toBeGreaterThan(2);
    expect(cut('-'.repeat(20)).length).toBeLessThan(5);
  });

  it('counts what it gives, cuts no character apart, and leaves only space between tokens', () => {
    const hostile = `${'𝒳'.repeat(50)} ${'a\u0301'.repeat(60)} 👩‍👩‍👧 \ud83d x\udc00y ${'ก็'.repeat(30)} \u0000 ${'é'.repeat(3)}`;
    const tokens = cut(hostile);
    expect(tokenizer.count(hostile)).toBe(tokens.length);
    for (const token of tokens) {
      expect(token.length).toBeGreaterThan(0);
      expect(token).not.toMatch(/^[\udc00-\udfff](?=.)|^\p{M}./u);
    }
    expect(tokens.filter((token) => token.includes('𝒳')).every((token) => token.length % 2 === 0)).toBe(true);
    const rest = hostile.replace(/[\s\p{C}]/gu, '');
    expect(tokens.join('').replace(/[\s\p{C}]/gu, '')).toBe(rest);
  });

  it('takes time in proportion to the text, whatever it is', () => {
    for (const unit of ['a', '-', '\u0301', '漢', 'a1', '😀']) {
      const started = performance.now();
      tokenizer.count(unit.repeat(500_000));
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });
});

const corpus = join(import.meta.dirname, '../../../shared/corpus/retrieval');

interface Squad {
  data: { paragraphs: { context: string; qas: { question: string }[] }[] }[];
}

describe.skipIf(!existsSync(corpus))('XQuAD (skipped where ../shared/corpus is missing)', () => {
  it.each([
    ['en', 0.84, 0.96],
    ['de', 0.79, 0.93],
  ])('finds the paragraph of a question: %s', async (language, first, firstFive) => {
    const { data } = JSON.parse(await readFile(join(corpus, `xquad.${language}.json`), 'utf8')) as Squad;
    const paragraphs = data.flatMap((article) => article.paragraphs);
    const passages: Float32Array[] = [];
    for (const { context } of paragraphs) passages.push(await vector(context));
    let hits = 0;
    let near = 0;
    let questions = 0;
    for (const [answer, { qas }] of paragraphs.entries())
      for (const { question } of qas) {
        const query = (await embed([featurizer.features(question)]))[0] ?? new Float32Array();
        const own = dot(query, passages[answer] ?? query);
        const rank = passages.filter((passage) => dot(query, passage) > own).length;
        questions++;
        if (rank === 0) hits++;
        if (rank < 5) near++;
      }
    expect(questions).toBe(1190);
    expect(hits / questions).toBeGreaterThan(first);
    expect(near / questions).toBeGreaterThan(firstFive);
  });
});
