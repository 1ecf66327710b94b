import { join } from 'node:path';
import type { ContainerStep, DocumentMetadata } from '@adiuva/contracts';
import { textHash } from '#base';
import { openStorage, type Storage } from '#storage';
import { makeTemporaryFolder, sourceWorkers } from '#testing';

export interface TestChunk {
  text: string;
  vector: Float32Array;
  /** Where it stands in its part, which says the same there; by default after the one before. */
  start?: number;
}

export interface TestDocument {
  kb?: string;
  path: string;
  mediaType?: string;
  language?: string;
  mtimeMs?: number;
  size?: number;
  metadata?: DocumentMetadata;
  /** Stands for the file inside it that all of its text is of. */
  member?: { within: ContainerStep[]; mediaType: string };
  chunks: TestChunk[];
}

/** A real library in a temporary folder, filled as the pipeline fills it. */
export interface TestLibrary {
  readonly storage: Storage;
  readonly modelKey: number;
  /** @returns the ids of its chunks */
  add(document: TestDocument): Promise<number[]>;
  remove(kb: string, path: string): Promise<void>;
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export async function openTestLibrary(dimensions: number): Promise<TestLibrary> {
  const folder = makeTemporaryFolder();
  const home = join(folder.path, 'home');
  let storage = await openStorage(home, sourceWorkers);
  const modelKey = await storage.write.ensureVectorTables({ modelName: 'test', dimensions, now: 1 });
  await storage.write.enqueueJobs({
    jobs: [{ kind: 'test', key: 'k', subject: 's', payload: {}, priority: 0 }],
    now: 1,
  });
  const [job] = await storage.write.claimJobs({ kind: 'test', now: 1, leaseUntil: 1e15, limit: 1 });
  if (!job) throw new Error('nothing to claim');
  const lease = { jobId: job.id, token: job.leaseToken };
  return {
    get storage() {
      return storage;
    },
    modelKey,
    async add({ kb = 'default', path, mediaType = 'text/plain', language, mtimeMs = 1, size = 1, ...rest }) {
      const { chunks, member, metadata } = rest;
      const rows = chunks.map(({ text, vector }) => ({ textHash: textHash(text), vector }));
      await storage.write.putVectors({ modelKey, rows });
      let text = '';
      const spans = chunks.map((chunk) => {
        const start = chunk.start ?? text.length;
        text = text.slice(0, start).padEnd(start) + chunk.text + text.slice(start + chunk.text.length);
        return { start, end: start + chunk.text.length };
      });
      const locator = {
        ...{ kind: 'text' as const, part: 0, start: 0, end: text.length, headingPath: [] },
        ...(member && { within: member.within }),
      };
      const parts = [{ kind: 'text' as const, text, blocks: [], locator }];
      await storage.write.stageParts({ lease, batch: 0, parts });
      const { documentId } = await storage.write.commitDocument({
        lease,
        identity: {
          kbId: await storage.write.ensureKnowledgeBase({ name: kb }),
          path,
          preset: 'default',
          stamp: { size, mtimeMs, ctimeMs: 1, inode: '1:1' },
          contentHash: path,
          pipelineVersion: 1,
        },
        mediaType,
        metadata: { title: path, ...(language && { language }), ...metadata },
        warnings: [],
        members: member ? [{ ...member, status: 'indexed', parts: 1 }] : [],
        partCount: 1,
        chunks: spans.map((span, index) => ({
          part: 0,
          ...span,
          tokenCount: 1,
          textHash: textHash(chunks[index]?.text ?? ''),
          locator: JSON.stringify({ ...locator, ...span }),
        })),
        modelKey,
        now: 5,
      });
      const document = storage.read.readDocument(documentId);
      if (!document) throw new Error('the document is not there');
      return storage.read.readChunks(document.rowId).map(({ id }) => id);
    },
    async remove(kb, path) {
      const kbId = storage.read.findKnowledgeBase(kb)?.id ?? 0;
      const document = storage.read.readDocumentsByPath(kbId, [path]).get(path);
      if (document) await storage.write.removeDocuments({ documents: [document] });
    },
    async reopen() {
      await storage.close();
      storage = await openStorage(home, sourceWorkers);
    },
    async close() {
      await storage.close();
      folder.remove();
    },
  };
}

/** Small, seeded and good enough for tests (Mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function randomVector(random: () => number, dimensions: number): Float32Array {
  const vector = Float32Array.from({ length: dimensions }, () => {
    return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  });
  return normalise(vector);
}

export function normalise(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
