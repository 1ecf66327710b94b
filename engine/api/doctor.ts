import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { checkSchema } from '@adiuva/contracts/rpc';
import type {
  extractionContract,
  inferenceContract,
  mediaContract,
  ocrContract,
  speechContract,
  transcriptionContract,
} from '@adiuva/contracts/workers';
import type { z } from 'zod';
import type { EmbeddingService } from '#embedding';
import { ocrAvailability } from '#ocrLanguages';
import type { Storage } from '#storage';
import type { WorkerPool } from '#workers';

export type Check = z.infer<typeof checkSchema>;

export interface Doctor {
  examine(): Promise<Check[]>;
}

const lowDiskBytes = 1024 ** 3;

/** Tries every part of the engine once and says in words what it found. */
export function createDoctor(deps: {
  home: string;
  storage: Storage;
  extraction: WorkerPool<typeof extractionContract>;
  ocr: WorkerPool<typeof ocrContract>;
  inference: WorkerPool<typeof inferenceContract>;
  media: WorkerPool<typeof mediaContract>;
  speech: WorkerPool<typeof speechContract>;
  transcription: WorkerPool<typeof transcriptionContract>;
  embedding: EmbeddingService;
  /** Those that are installed, the best first. */
  speechModels(): Promise<readonly { id: string }[]>;
}): Doctor {
  async function check(name: string, look: () => Promise<{ ok: boolean; detail: string }>): Promise<Check> {
    try {
      return { name, ...(await look()) };
    } catch (error) {
      return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    examine: () =>
      Promise.all([
        check('node', async () => ({
          ok: true,
          detail: `Node ${process.versions.node} on ${process.platform} ${process.arch}`,
        })),
        check('database', async () => {
          const { problems, sqlite, sqliteVec } = await deps.storage.write.checkIntegrity({});
          const detail = problems.length === 0 ? 'whole' : problems.join('; ');
          return {
            ok: problems.length === 0,
            detail: `SQLite ${sqlite}, sqlite-vec ${sqliteVec}: ${detail}`,
          };
        }),
        check('extraction', async () => {
          await deps.extraction.call('extraction.ping', {}, { timeoutMs: 20_000 });
          return { ok: true, detail: 'the extraction worker answers' };
        }),
        check('text recognition', async () => {
          const { languages, detail } = ocrAvailability(join(deps.home, 'models'));
          if (languages.length > 0) await deps.ocr.call('ocr.ping', {}, { timeoutMs: 20_000 });
          return { ok: languages.length > 0, detail };
        }),
        check('recordings', async () => {
          const { ffmpeg } = await deps.media.call('media.ping', {}, { timeoutMs: 20_000 });
          await deps.speech.call('speech.ping', {}, { timeoutMs: 20_000 });
          const own = 'the decoders that come with Adiuva';
          return {
            ok: true,
            detail:
              ffmpeg === null ? `decoded by ${own}; there is no ffmpeg` : `decoded by ${ffmpeg}, or ${own}`,
          };
        }),
        check('speech', async () => {
          const { devices } = await deps.transcription.call(
            'transcription.devices',
            {},
            { timeoutMs: 60_000 },
          );
          if (devices.length === 0) return { ok: false, detail: 'Whisper runs on nothing here' };
          // Several ways of running Whisper know the same processor.
          const places = new Set(devices.map(({ name, adapter }) => `${name} (${adapter})`));
          const on = `runs on ${[...places].join(', ')}`;
          const models = (await deps.speechModels()).map(({ id }) => id);
          const missing = 'no speech model is installed: adiuva models install whisper-base';
          return { ok: true, detail: `${models.length > 0 ? models.join(', ') : missing}; ${on}` };
        }),
        check('embedding model', async () => {
          const id = deps.embedding.activeId();
          const info = await deps.inference.call('inference.load', { modelId: id }, { timeoutMs: 120_000 });
          return {
            ok: true,
            detail: `${id}, ${info.dimensions} dimensions, runs on ${info.executionProvider}`,
          };
        }),
        check('index', async () => {
          const model = await deps.embedding.use();
          let without = 0;
          for await (const { missing } of deps.embedding.withoutVector(model)) without += missing.length;
          const { documents, chunks } = deps.storage.read.readTotals();
          return without === 0
            ? { ok: true, detail: `${documents} documents, ${chunks} chunks, each with its vector` }
            : { ok: false, detail: `${without} texts of ${chunks} chunks have no vector of ${model.id}` };
        }),
        check('jobs', async () => {
          const { queued, running, failed, dead } = deps.storage.read.countJobs();
          return {
            ok: dead === 0,
            detail: `${running} running, ${queued} waiting, ${failed} failed, ${dead} given up`,
          };
        }),
        check('disk', async () => {
          const { bavail, bsize } = await statfs(deps.home);
          const free = bavail * bsize;
          return {
            ok: free > lowDiskBytes,
            detail: `${(free / 1024 ** 3).toFixed(1)} GiB free at ${deps.home}`,
          };
        }),
      ]),
  };
}
