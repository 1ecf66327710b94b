import { transcriptionOptionsSchema } from '@adiuva/contracts/rpc';
import { z } from 'zod';
import { AppError } from '#base';
import { defineJobHandler, type JobHandler } from '#jobs';
import { hashFile, judgeIndexError, readFileStamp } from '#pipelines';
import type { NewJob, StorageReader } from '#storage';
import type { Recordings } from './createRecordings.ts';

export const transcribeKind = 'transcribe';

const payloadSchema = z.object({
  path: z.string(),
  contentHash: z.string(),
  mediaType: z.string(),
  options: transcriptionOptionsSchema.optional(),
});
export type TranscribePayload = z.infer<typeof payloadSchema>;

export function toTranscribeJob(payload: TranscribePayload): NewJob {
  // Somebody waits for it; files that wait to be read do not stand before it.
  return { kind: transcribeKind, key: payload.contentHash, subject: payload.path, payload, priority: 1 };
}

/** Whether a content is being heard again, or about to be. */
export function isHeardAgain(read: StorageReader, contentHash: string): boolean {
  const between = { from: contentHash, before: `${contentHash}\0` };
  return read.findActiveJobs({ kind: transcribeKind, ...between }).length > 0;
}

/**
 * Hears a recording of the library again, with another model or other options. Edits stay, as the storage merges them; its
 * documents are indexed anew.
 */
export function createTranscribeHandler(deps: {
  recordings: Recordings;
  reindex(contentHashes: readonly string[]): Promise<void>;
}): JobHandler {
  const { recordings, reindex } = deps;
  return defineJobHandler<TranscribePayload>(
    {
      kind: transcribeKind,
      concurrency: 1,
      judge: judgeIndexError,
      async run(job) {
        const { path, contentHash, mediaType, options } = job.payload;
        const stamp = await readFileStamp(path);
        if ((await hashFile(path, job.signal)) !== contentHash)
          throw new AppError('file_changed', `${path} is another file than the one that was transcribed.`);
        const { revision } = await recordings.transcribe(
          {
            source: { path, contentHash, stamp, mediaType },
            asked: options,
            owner: { for: 'again', contentHash },
            lease: job.lease,
            signal: job.signal,
            progress: (stage, fraction) =>
              job.progress({ stage, ...(fraction !== undefined && { fraction }) }),
          },
          async () => null,
          (transcript) => {
            if (transcript.segments.length === 0)
              throw new AppError(
                'file_no_text',
                `No words were made out in ${path}; what was heard before stays.`,
              );
            return recordings.store(contentHash, transcript, job.lease);
          },
        );
        await reindex([contentHash]);
        return { revision };
      },
    },
    (payload) => payloadSchema.parse(payload),
  );
}
