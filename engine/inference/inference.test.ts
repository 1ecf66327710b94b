import { cp, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyBgeM3 } from '@adiuva/models/testing';
import { createOnnxSession } from '@adiuva/native/onnx';
import { loadTokenizer } from '@adiuva/native/tokenizers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInference, type Inference } from './index.ts';

const modelsFolder = await mkdtemp(join(tmpdir(), 'adiuva-inference-'));
const folder = join(modelsFolder, 'bge-m3');
const positions = 96;
let inference: Inference;

beforeAll(async () => {
  await writeTinyBgeM3(folder, { shape: { maxTokens: positions } });
  await writeTinyBgeM3(join(modelsFolder, 'int8'), { shape: { maxTokens: positions }, precisions: ['int8'] });
  inference = createInference({ modelsFolder, threads: 1 });
});

afterAll(async () => {
  await inference.unload();
  await rm(modelsFolder, { recursive: true });
});

const embed = async (modelId: string, texts: readonly string[]) => {
  const result = await inference.embed({ modelId, texts, purpose: 'passage', priority: 'background' });
  const row = (index: number) => result.vectors.subarray(index * 1024, (index + 1) * 1024);
  return { ...result, row };
};

/** The straight way: one text, no padding, the first token's last hidden state over its own length. */
async function reference(id: string, text: string): Promise<Float32Array> {
  const tokenizer = loadTokenizer(join(modelsFolder, id, 'tokenizer.json'));
  const [ids = new Uint32Array()] = await tokenizer.encode([text], { specialTokens: true });
  const kept = ids.length > positions ? [...ids.slice(0, positions - 1), 2] : [...ids];
  const file = id === 'int8' ? 'onnx/model_quantized.onnx' : 'onnx/model.onnx';
  const session = await createOnnxSession(join(modelsFolder, id, file), {
    threads: 1,
    optimization: 'disabled',
  });
  const shape = [1, kept.length];
  const output = await session.run(
    {
      input_ids: { type: 'int64', data: BigInt64Array.from(kept, BigInt), shape },
      attention_mask: { type: 'int64', data: new BigInt64Array(kept.length).fill(1n), shape },
    },
    'last_hidden_state',
  );
  await session.dispose();
  const first = (output.data as Float32Array).slice(0, 1024);
  const length = Math.hypot(...first);
  return first.map((value) => value / length);
}

const texts = [
  'the people',
  `${'said that '.repeat(70)}the end`,
  '',
  'over the house and through the year',
  'x',
  '漢字 😀 ｆｕｌｌ',
  'about three years after that',
  `${'time '.repeat(40)}`,
];

describe('a model of bge-m3’s form', () => {
  it('gives, in the order of the texts, what each text alone gives by hand', async () => {
    const { row, tokens, dimensions, vectors } = await embed('bge-m3', texts);
    expect(dimensions).toBe(1024);
    expect(vectors.length).toBe(texts.length * 1024);
    for (const [index, text] of texts.entries()) {
      const expected = await reference('bge-m3', text);
      const largest = expected.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - (row(index)[at] ?? 9))),
        0,
      );
      expect(largest, text.slice(0, 20)).toBeLessThan(1e-5);
      expect(Math.hypot(...row(index))).toBeCloseTo(1, 5);
    }
    const { maxTokens } = await inference.load('bge-m3');
    expect(maxTokens).toBe(positions);
    expect(tokens).toBeLessThanOrEqual(texts.length * positions);
  });

  it('is cut at its limit with its end mark kept: what is past it does not count', async () => {
    const long = 'said that '.repeat(200);
    const { row, tokens } = await embed('bge-m3', [long, `${long}something else`]);
    expect(tokens).toBe(2 * positions);
    expect(row(0)).toEqual(row(1));
  });

  it('quantised, gives one text the same vector in any company', async () => {
    const together = await embed('int8', texts);
    for (const [index, text] of texts.entries()) {
      expect((await embed('int8', [text])).row(0)).toEqual(together.row(index));
      const exact = await reference('int8', text);
      const cosine = exact.reduce((sum, value, at) => sum + value * (together.row(index)[at] ?? 0), 0);
      expect(cosine).toBeGreaterThan(0.999);
    }
  });

  it('serves a pooled export as well', async () => {
    const { writeOnnxModel } = await import('@adiuva/models/onnxProto');
    const { xlmRobertaGraph } = await import('@adiuva/models/testing');
    await cp(folder, join(modelsFolder, 'pooled'), { recursive: true });
    await rm(join(modelsFolder, 'pooled', 'onnx'), { recursive: true });
    const { vocabularySize } = loadTokenizer(join(folder, 'tokenizer.json'));
    const shape = { vocabularySize, hidden: 64, heads: 4, layers: 2, feedForward: 128, maxTokens: positions };
    const graph = xlmRobertaGraph({ ...shape, dimensions: 1024, output: 'sentence_embedding' });
    await writeOnnxModel(join(modelsFolder, 'pooled', 'model.onnx'), graph);
    const [pooled, plain] = [await embed('pooled', ['the people']), await embed('bge-m3', ['the people'])];
    for (let at = 0; at < 1024; at++) expect(pooled.row(0)[at]).toBeCloseTo(plain.row(0)[at] ?? 9, 5);
  });

  it('chunks with its own tokens', async () => {
    const text = 'They said that the people would come. Then they went over the house. '.repeat(30);
    const part = {
      kind: 'text',
      text,
      blocks: [],
      locator: { kind: 'text', part: 0, start: 0, end: text.length, headingPath: [] },
    } as const;
    const parts = [{ ...part, blocks: [], locator: { ...part.locator, headingPath: [] } }];
    for (const strategy of ['recursive', 'semantic'] as const) {
      const chunks = await inference.chunk('bge-m3', parts, { strategy, size: 64, overlap: 8 });
      expect(chunks.length).toBeGreaterThan(3);
      const tokenizer = loadTokenizer(join(folder, 'tokenizer.json'));
      for (const { start, end, tokenCount } of chunks) {
        expect(await tokenizer.count(text.slice(start, end))).toBe(tokenCount);
        expect(tokenCount).toBeLessThanOrEqual(64);
      }
    }
  });
});

describe('loading', () => {
  it('happens once for those who ask at the same time, and again after unload', async () => {
    const events: string[] = [];
    const log = { info: (event: string) => void events.push(event), warn: () => {}, error: () => {} };
    const own = createInference({ modelsFolder, threads: 1, log });
    expect(own.loaded()).toEqual([]);
    await Promise.all([own.load('bge-m3'), own.load('bge-m3'), own.load('bge-m3')]);
    expect(own.loaded()).toEqual(['bge-m3']);
    expect(events.filter((event) => event === 'model loaded')).toHaveLength(1);
    await own.unload();
    expect(own.loaded()).toEqual([]);
    await own.load('bge-m3');
    expect(events.filter((event) => event === 'model loaded')).toHaveLength(2);
    await own.unload();
  });

  it('is not taken away from those who are at work with it', async () => {
    const own = createInference({ modelsFolder, threads: 1 });
    const many = Array.from({ length: 400 }, (_, index) => `${'said that '.repeat(20)}${index}`);
    const input = { modelId: 'bge-m3', texts: many, purpose: 'passage', priority: 'background' } as const;
    const unloads: Promise<void>[] = [];
    const { vectors } = await own.embed(input, {
      onProgress: () => {
        if (unloads.length === 0) unloads.push(own.unload());
      },
    });
    await Promise.all(unloads);
    expect(unloads).toHaveLength(1);
    expect(own.loaded()).toEqual([]);
    expect(Math.hypot(...vectors.subarray(-1024))).toBeCloseTo(1, 5);
  });

  it('names what is missing or broken, and works once it is repaired', async () => {
    const own = createInference({ modelsFolder, threads: 1 });
    const failure = async (id: string) =>
      own.load(id).then(
        () => ({}),
        (error: unknown) => error,
      );
    expect(await failure('absent')).toMatchObject({ code: 'model_not_installed' });
    for (const id of ['../bge-m3', '', 'a/b', '..', 'bge-m3\u0000'])
      expect(await failure(id)).toMatchObject({ code: 'model_unknown' });

    const broken = join(modelsFolder, 'broken');
    await cp(folder, broken, { recursive: true });
    await rename(join(broken, 'tokenizer.json'), join(broken, 'kept.json'));
    expect(await failure('broken')).toMatchObject({
      code: 'model_not_installed',
      message: expect.stringMatching(/tokenizer\.json/),
    });
    await writeFile(join(broken, 'tokenizer.json'), '{"version":"1.0"}');
    expect(await failure('broken')).toMatchObject({
      code: 'model_invalid',
      message: expect.stringMatching(/tokenizer\.json/),
    });
    await rename(join(broken, 'kept.json'), join(broken, 'tokenizer.json'));

    const data = join(broken, 'onnx/model.onnx_data');
    const bytes = await readFile(data);
    await truncate(data, bytes.length >> 1);
    expect(await failure('broken')).toMatchObject({
      code: 'model_invalid',
      message: expect.stringMatching(/data file.*model\.onnx/),
    });
    await rm(data);
    expect(await failure('broken')).toMatchObject({
      code: 'model_invalid',
      message: expect.stringMatching(/data file.*model\.onnx/),
    });
    await writeFile(data, bytes);
    await truncate(join(broken, 'onnx/model.onnx'), 300);
    expect(await failure('broken')).toMatchObject({
      code: 'model_invalid',
      message: expect.stringMatching(/model\.onnx/),
    });
    await cp(join(folder, 'onnx/model.onnx'), join(broken, 'onnx/model.onnx'));
    expect(await failure('broken')).toEqual({});
    await own.unload();
  });
});

describe('turns', () => {
  it('let a query pass what is in the background, and end what was cancelled', async () => {
    const many = Array.from({ length: 4000 }, (_, index) => `${'said that the people '.repeat(15)}${index}`);
    const order: string[] = [];
    const stop = new AbortController();
    let progress = 0;
    const background = inference.embed(
      { modelId: 'bge-m3', texts: many, purpose: 'passage', priority: 'background' },
      { signal: stop.signal, onProgress: ({ done }) => (progress = done) },
    );
    const ended = background.then(
      () => order.push('background'),
      (error: unknown) => {
        order.push('background');
        return error;
      },
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    const query = {
      modelId: 'bge-m3',
      texts: ['who said that'],
      purpose: 'query',
      priority: 'interactive',
    } as const;
    await inference.embed(query);
    order.push('query');
    stop.abort();
    expect(await ended).toMatchObject({ code: 'cancelled' });
    expect(order).toEqual(['query', 'background']);
    expect(progress).toBeLessThan(many.length);
    // What was cancelled leaves nothing behind that would hold up the next.
    expect((await inference.embed(query)).vectors).toHaveLength(1024);
  });
});
