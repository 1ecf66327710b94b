import { inferenceContract } from '@adiuva/contracts/workers';
import { listExecutionProviders } from '@adiuva/native/onnx';
import { type Port, serveContract } from '@adiuva/wire';
import { createInference, type InferenceOptions } from '#inference';

/** The inference worker: answers `inferenceContract` on a port. Nothing loads until it is asked for. */
export function serveInference(port: Port, options: InferenceOptions): void {
  const inference = createInference(options);
  serveContract(
    inferenceContract,
    port,
    {
      'inference.load': ({ modelId }) => inference.load(modelId),
      'inference.chunk': async ({ modelId, parts, options }, { signal, emit }) => ({
        chunks: await inference.chunk(modelId, parts, options, { signal, onProgress: emit }),
      }),
      'inference.embed': (input, { signal, emit }) => inference.embed(input, { signal, onProgress: emit }),
      'inference.accelerators': async () => ({ names: await listExecutionProviders() }),
      'inference.unload': async () => {
        await inference.unload();
        return {};
      },
      'inference.ping': () => ({ rssBytes: process.memoryUsage.rss(), loaded: inference.loaded() }),
    },
    null,
    {
      onDefect: (method, error) =>
        options.log?.error('inference failed', {
          method,
          message: error instanceof Error ? error.message : '',
        }),
    },
  );
}
