import { presetNameSchema } from '@adiuva/contracts';
import { z } from 'zod';
import { fileKindOf } from '#base';
import type { NewJob, StorageReader } from '#storage';

export const indexFileKind = 'index-file';
/**
 * Files whose names say that they are recordings have a queue of their own: hours of listening keep no other file from
 * being read. What a file is decides its content; a recording under another name is read all the same.
 */
export const indexRecordingKind = 'index-recording';
const indexKinds: readonly string[] = [indexFileKind, indexRecordingKind];

export const indexFilePayloadSchema = z.object({
  path: z.string(),
  kbId: z.number().int(),
  preset: presetNameSchema,
  /** As the scan saw it; read again when the job runs. */
  stamp: z.object({ size: z.number(), mtimeMs: z.number(), ctimeMs: z.number(), inode: z.string() }),
  /** Indexed anew although neither the file nor its preset has changed: its transcript has. */
  isAgain: z.boolean().optional(),
});
export type IndexFilePayload = z.infer<typeof indexFilePayloadSchema>;

export type IndexJob = NewJob & { payload: IndexFilePayload };

export function toIndexJob(payload: IndexFilePayload): IndexJob {
  const { kbId, path } = payload;
  const kind = fileKindOf(path) === 'recordings' ? indexRecordingKind : indexFileKind;
  return { kind, key: indexJobKey(kbId, path), subject: path, payload, priority: 0 };
}

/** What must not be indexed twice at once. */
export function indexJobKey(kbId: number, path: string): string {
  return `${kbId}\n${path}`;
}

export function isIndexJob({ kind }: { kind: string }): boolean {
  return indexKinds.includes(kind);
}

/** Ids of the jobs under way for a file: waiting or running. */
export function findIndexJobs(read: StorageReader, kbId: number, path: string): number[] {
  return findIndexJobsBetween(read, indexJobKey(kbId, path), indexJobKey(kbId, `${path}\0`));
}

/** The same of all whose key is `from` or after it, and before `before`. */
export function findIndexJobsBetween(read: StorageReader, from: string, before: string): number[] {
  return indexKinds.flatMap((kind) => read.findActiveJobs({ kind, from, before }));
}
