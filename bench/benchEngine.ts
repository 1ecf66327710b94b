import { engineContract } from '@adiuva/contracts/rpc';
import { createEngine, localUser } from '@adiuva/engine';
import { createNodeWorkerHost } from '@adiuva/engine/ports';
import { type Client, createClient, createPortPair } from '@adiuva/wire';

const worker = (name: string) => new URL(`../out/headless/workers/${name}.js`, import.meta.url);

export interface BenchEngine {
  client: Client<typeof engineContract>;
  close(): Promise<void>;
}

/** An engine in this process over the built workers, on a data folder of its own. */
export async function openBenchEngine(home: string): Promise<BenchEngine> {
  const engine = await createEngine({
    home,
    workers: createNodeWorkerHost({
      extraction: worker('extraction'),
      ocr: worker('ocr'),
      inference: worker('inference'),
      storage: worker('storage'),
      media: worker('media'),
      speech: worker('speech'),
      transcription: worker('transcription'),
    }),
    secrets: { get: async () => null, set: async () => undefined, delete: async () => undefined },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clock: { now: Date.now },
  });
  const [near, far] = createPortPair();
  engine.connect(far, localUser);
  return { client: createClient(engineContract, near), close: engine.close };
}
