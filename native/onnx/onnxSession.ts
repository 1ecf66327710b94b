import type { InferenceSession } from 'onnxruntime-node';
import type { ExecutionProvider } from './executionProviders.ts';
import { loadRuntime } from './loadRuntime.ts';
import { asOnnxTensor, type OnnxTensor } from './onnxTensor.ts';

export interface OnnxSessionOptions {
  /** Tried in this order; `cpu` is always tried last. */
  executionProviders?: readonly ExecutionProvider[] | undefined;
  /** Threads inside one operator. Unset: one a physical core. */
  threads?: number | undefined;
  optimization?: 'disabled' | 'basic' | 'extended' | 'all' | undefined;
  /** Off: memory goes back after every run, at some cost per run. */
  keepsMemory?: boolean | undefined;
  /** Told when a provider was asked for and could not serve. */
  onFallback?: ((provider: ExecutionProvider, reason: string) => void) | undefined;
}

export interface OnnxValueInfo {
  readonly name: string;
  /** ONNX's name of the element type (`float32`, `int64`, `float16` …). */
  readonly type: string;
  /** A number, or the name of a dimension that is known at run time. */
  readonly shape: readonly (number | string)[];
}

/** A loaded model. Not to be used after `dispose`. */
export interface OnnxSession {
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  /** The provider that serves; operators it lacks run on the CPU. */
  readonly executionProvider: ExecutionProvider;
  /**
   * Runs the graph. The binding computes on the calling thread: the event loop stands still until it is done,
   * so whoever must stay responsive keeps its batches small.
   *
   * @throws the runtime's Error when inputs do not fit the graph or memory runs out
   */
  run(feeds: Readonly<Record<string, OnnxTensor>>, output: string): Promise<OnnxTensor>;
  /** The same with several outputs, in the order of their names: a model that carries a state gives two. */
  runAll(feeds: Readonly<Record<string, OnnxTensor>>, outputs: readonly string[]): Promise<OnnxTensor[]>;
  dispose(): Promise<void>;
}

/**
 * Loads a model from a file (external data is found beside it) or from bytes.
 *
 * @throws the runtime's Error when no provider, the CPU included, can load it
 */
export async function createOnnxSession(
  model: string | Uint8Array,
  options: OnnxSessionOptions = {},
): Promise<OnnxSession> {
  const runtime = await loadRuntime();
  const asked = (options.executionProviders ?? []).filter((name) => name !== 'cpu');
  for (const provider of asked) {
    try {
      return wrap(await create(provider), provider);
    } catch (error) {
      options.onFallback?.(provider, error instanceof Error ? error.message : String(error));
    }
  }
  return wrap(await create('cpu'), 'cpu');

  function create(provider: ExecutionProvider): Promise<InferenceSession> {
    const sessionOptions: InferenceSession.SessionOptions = {
      executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
      graphOptimizationLevel: options.optimization ?? 'all',
      executionMode: 'sequential',
      interOpNumThreads: 1,
      // Waiting threads sleep: spinning doubles the processor time of a run, and halves its speed on a busy machine.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
      logSeverityLevel: 4,
      enableCpuMemArena: options.keepsMemory ?? true,
      // DirectML refuses sessions with memory patterns; elsewhere they only help where shapes repeat.
      enableMemPattern: provider !== 'dml' && (options.keepsMemory ?? true),
      ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
    };
    // The two overloads of the binding, by what the model is.
    return typeof model === 'string'
      ? runtime.InferenceSession.create(model, sessionOptions)
      : runtime.InferenceSession.create(model, sessionOptions);
  }

  function wrap(session: InferenceSession, executionProvider: ExecutionProvider): OnnxSession {
    return {
      inputs: session.inputMetadata.map(describe),
      outputs: session.outputMetadata.map(describe),
      executionProvider,
      async run(feeds, output) {
        return readOutput(await session.run(toTensors(feeds), [output]), output);
      },
      async runAll(feeds, outputs) {
        const values = await session.run(toTensors(feeds), outputs);
        return outputs.map((output) => readOutput(values, output));
      },
      dispose: () => session.release(),
    };
  }

  function toTensors(feeds: Readonly<Record<string, OnnxTensor>>): InferenceSession.FeedsType {
    return Object.fromEntries(
      Object.entries(feeds).map(([name, { type, data, shape }]) => [
        name,
        new runtime.Tensor(type, data, shape),
      ]),
    );
  }
}

function readOutput(values: InferenceSession.ReturnType, output: string): OnnxTensor {
  const value = values[output];
  const tensor = value && asOnnxTensor(value.type, value.data, value.dims);
  if (!tensor) throw new Error(`The output ${output} has an element type that is not read here.`);
  return tensor;
}

function describe(value: InferenceSession.ValueMetadata): OnnxValueInfo {
  return value.isTensor
    ? { name: value.name, type: value.type, shape: value.shape }
    : { name: value.name, type: 'unknown', shape: [] };
}
