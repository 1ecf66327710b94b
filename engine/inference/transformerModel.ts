import { listExecutionProviders, type OnnxSession, type OnnxTensor } from '@adiuva/native/onnx';
import { loadTokenizer, type NativeTokenizer } from '@adiuva/native/tokenizers';
import { AppError } from '#base';
import type { Log } from '#ports';
import type { EmbeddingModel, EmbedRequest } from './embeddingModel.ts';
import { invalidModel, loadSession } from './loadSession.ts';
import { type ModelConfig, readModelConfig } from './modelConfig.ts';
import { findModelFiles, type ModelFiles } from './modelFiles.ts';
import { type Pooling, poolingOf, readRow } from './pooling.ts';
import { takeBatch } from './takeBatch.ts';
import { createTokenBudget } from './tokenBudget.ts';

export interface TransformerOptions {
  /** Where the model's files lie. */
  folder: string;
  modelId: string;
  threads: number;
  log?: Log | undefined;
}

/**
 * Tokens of natural text are far shorter; what is cut off before tokenising is past the limit. A file of
 * megabytes in one text would else be tokenised whole.
 */
const maxCharactersPerToken = 48;

/** Texts that are tokenised in one turn. */
const tokenizedAtOnce = 64;

/**
 * A model of bge-m3's form: `tokenizer.json`, and a graph from `input_ids` and `attention_mask` to
 * `sentence_embedding` or to `last_hidden_state`, whose first token is the text's vector (BAAI/bge-m3,
 * 1_Pooling/config.json: pooling_mode_cls_token), brought to length 1 (its 2_Normalize). Queries and passages go
 * in alike: bge-m3 wants no instruction.
 *
 * @throws AppError `model_not_installed`, `model_invalid`, `unavailable`
 */
export async function loadTransformerModel(options: TransformerOptions): Promise<EmbeddingModel> {
  const { session, tokenizer, files, config, pooling } = await open(options);
  const budget = createTokenBudget(session.executionProvider);
  const dimensions = await probe();

  return {
    info: {
      modelId: options.modelId,
      dimensions,
      maxTokens: config.maxTokens,
      executionProvider: session.executionProvider,
    },
    tokenizer,
    embed,
    dispose: () => session.dispose(),
  };

  async function embed({ texts, inTurn, onProgress }: EmbedRequest) {
    const rows: Uint32Array[] = [];
    while (rows.length < texts.length) {
      const next = texts.slice(rows.length, rows.length + tokenizedAtOnce);
      rows.push(...(await inTurn(() => encode(next))));
    }
    const order = rows.map((_, index) => index).sort((a, b) => lengthOf(a) - lengthOf(b));
    const lengths = order.map(lengthOf);
    const vectors = new Float32Array(texts.length * dimensions);
    for (let done = 0; done < order.length; ) {
      const batch = await inTurn(async () => {
        // The quantised graph scales each run by its largest activation: only alone is a text's vector its own.
        const count = files.precision === 'int8' ? 1 : takeBatch(lengths, done, budget.current());
        const chosen = order.slice(done, done + count);
        const output = await run(chosen.map((index) => rows[index] ?? new Uint32Array()));
        for (const [row, index] of chosen.entries()) vectors.set(vectorOf(output, row), index * dimensions);
        return count;
      });
      done += batch;
      onProgress?.(done, order.length);
    }
    return { vectors, tokens: lengths.reduce((sum, length) => sum + length, 0) };

    function lengthOf(index: number): number {
      return rows[index]?.length ?? 0;
    }
  }

  function encode(texts: readonly string[]): Promise<Uint32Array[]> {
    const most = config.maxTokens * maxCharactersPerToken;
    const read = texts.map((text) => (text.length > most ? text.slice(0, most) : text));
    return tokenizer.encode(read, { specialTokens: true, maxTokens: config.maxTokens });
  }

  async function run(rows: readonly Uint32Array[]): Promise<OnnxTensor> {
    const length = rows.reduce((most, row) => Math.max(most, row.length), 1);
    const started = performance.now();
    const feeds = feedsOf(rows, length, config.padId, session);
    const output = await session.run(feeds, pooling.output).catch((cause: unknown) => {
      const isMemory = cause instanceof Error && /alloc|memory/i.test(cause.message);
      if (!isMemory) throw invalidModel(files.model, cause);
      throw new AppError('unavailable', `There is not enough memory to run the model ${options.modelId}.`, {
        cause,
      });
    });
    budget.record(rows.length * length, performance.now() - started);
    return output;
  }

  function vectorOf(output: OnnxTensor, row: number): Float32Array {
    const vector = readRow(output, pooling, row);
    if (!vector) throw invalidModel(files.model);
    return vector;
  }

  /** One run at load: finds how long the vectors are, and that tokenizer and graph belong together. */
  async function probe(): Promise<number> {
    try {
      return vectorOf(await run(await encode(['a'])), 0).length;
    } catch (error) {
      await session.dispose();
      throw error;
    }
  }
}

interface Opened {
  session: OnnxSession;
  tokenizer: NativeTokenizer;
  files: ModelFiles;
  config: ModelConfig;
  pooling: Pooling;
}

async function open({ folder, modelId, threads, log }: TransformerOptions): Promise<Opened> {
  const executionProviders = await listExecutionProviders();
  let files = await findModelFiles(folder, modelId, executionProviders[0] ?? 'cpu');
  const config = await readModelConfig(folder);
  const load = (providers: typeof executionProviders) =>
    loadSession(files.model, {
      threads,
      executionProviders: providers,
      onFallback: (executionProvider, reason) =>
        log?.info('execution provider not available', { executionProvider, reason: reason.slice(0, 200) }),
    });
  let session = await load(executionProviders);
  if (session.executionProvider === 'cpu') {
    const forCpu = await findModelFiles(folder, modelId, 'cpu');
    if (forCpu.model !== files.model) {
      await session.dispose();
      files = forCpu;
      session = await load(['cpu']);
    }
  }
  try {
    const pooling = poolingOf(session);
    if (!pooling || !session.inputs.some(({ name }) => name === 'input_ids')) throw invalidModel(files.model);
    return { session, files, config, pooling, tokenizer: readTokenizer(files.tokenizer) };
  } catch (error) {
    await session.dispose();
    throw error;
  }
}

function readTokenizer(file: string): NativeTokenizer {
  try {
    return loadTokenizer(file);
  } catch (cause) {
    throw invalidModel(file, cause);
  }
}

/** Ids and masks of a run, padded at the end; an input that the graph does not have is not fed. */
function feedsOf(
  rows: readonly Uint32Array[],
  length: number,
  padId: number,
  session: OnnxSession,
): Record<string, OnnxTensor> {
  const size = rows.length * length;
  // Two 32-bit halves of each 64-bit id, low first: thousands of bigint objects would cost more than the copy.
  const ids = new Uint32Array(size * 2);
  const mask = new Uint32Array(size * 2);
  for (const [row, tokens] of rows.entries()) {
    for (let column = 0; column < length; column++) {
      const isToken = column < tokens.length;
      ids[(row * length + column) * 2] = isToken ? (tokens[column] ?? padId) : padId;
      mask[(row * length + column) * 2] = isToken ? 1 : 0;
    }
  }
  const tensor = (halves: Uint32Array<ArrayBuffer>) =>
    ({ type: 'int64', data: new BigInt64Array(halves.buffer), shape: [rows.length, length] }) as const;
  const feeds: Record<string, OnnxTensor> = {};
  for (const { name } of session.inputs) {
    if (name === 'input_ids') feeds[name] = tensor(ids);
    if (name === 'attention_mask') feeds[name] = tensor(mask);
    if (name === 'token_type_ids') feeds[name] = tensor(new Uint32Array(size * 2));
  }
  return feeds;
}
