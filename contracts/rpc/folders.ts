import { z } from 'zod';
import { wireErrorSchema } from '../errors.ts';
import { presetNameSchema } from '../presets.ts';
import { procedure } from '../procedure.ts';
import { ingestEventSchema, ingestResultSchema, ingestTotalsSchema, outcomesSchema } from './library.ts';

/** What a file is by its name. A name that says nothing counts as a document. */
export const fileKindSchema = z.enum(['documents', 'images', 'archives', 'mail', 'code', 'recordings']);
export type FileKind = z.infer<typeof fileKindSchema>;

/** How the last scan of a watched folder ended. */
export const folderSyncSchema = z.object({ totals: ingestTotalsSchema, seconds: z.number() });
export type FolderSync = z.infer<typeof folderSyncSchema>;

/**
 * `watching`: in line, and changes are followed. `syncing`: being brought in line. `paused`: by its person.
 * `missing`: the folder is not there (an unplugged disk); nothing of it is taken out, and it goes on when it is back.
 * `failed`: the last try ended with `error`; it is tried again.
 */
export const folderStateSchema = z.enum(['watching', 'syncing', 'paused', 'missing', 'failed']);
export type FolderState = z.infer<typeof folderStateSchema>;

export const watchedFolderSchema = z.object({
  id: z.string(),
  path: z.string(),
  kb: z.string(),
  preset: presetNameSchema,
  /** Lines of .gitignore syntax. */
  ignore: z.array(z.string()),
  /** Null takes every kind. */
  kinds: z.array(fileKindSchema).nullable(),
  state: folderStateSchema,
  /** False where the system's notifications cannot be had: changes are found by scans alone. */
  isNotified: z.boolean(),
  /** While it is being brought in line: files done of those met so far. */
  progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  /** Unix milliseconds, of the last scan that went through. */
  scannedAt: z.number().nullable(),
  lastSync: folderSyncSchema.nullable(),
  documents: z.object({
    indexed: z.number().int(),
    skipped: z.number().int(),
    failed: z.number().int(),
    missing: z.number().int(),
  }),
  error: wireErrorSchema.optional(),
});
export type WatchedFolder = z.infer<typeof watchedFolderSchema>;

export const excludedPathSchema = z.object({
  /** The id of its watched folder. */
  folder: z.string(),
  kb: z.string(),
  path: z.string(),
  /** With all that is under it. */
  isFolder: z.boolean(),
  /** Unix milliseconds. */
  excludedAt: z.number(),
});
export type ExcludedPath = z.infer<typeof excludedPathSchema>;

const kb = z.string().min(1).max(200);
/** A watched folder by its id or path; of a path that two knowledge bases watch, `kb` says which, or both are meant. */
const target = z.object({ folder: z.string().min(1), kb: kb.optional() });
const rules = z.object({
  ignore: z.array(z.string().min(1).max(1000)).max(1000).optional(),
  kinds: z.array(fileKindSchema).min(1).optional(),
});

export const foldersRpc = {
  /**
   * Brings the library in line with a folder and watches it from then on. With `once` it is not watched afterwards; a
   * folder that is watched already keeps its rules then.
   */
  'folders.watch': procedure({
    input: rules.extend({
      folder: z.string().min(1),
      kb: kb.optional(),
      preset: presetNameSchema.optional(),
      once: z.boolean().optional(),
      outcomes: outcomesSchema.optional(),
    }),
    output: ingestResultSchema,
    event: ingestEventSchema,
  }),
  'folders.list': procedure({
    input: z.object({}),
    output: z.object({ folders: z.array(watchedFolderSchema) }),
  }),
  'folders.pause': procedure({ input: target, output: z.object({ folders: z.array(watchedFolderSchema) }) }),
  'folders.resume': procedure({ input: target, output: z.object({ folders: z.array(watchedFolderSchema) }) }),
  /** Ends the watch. Its documents stay, unless they are to be removed; the files are never touched. */
  'folders.remove': procedure({
    input: target.extend({ removeDocuments: z.boolean().optional() }),
    output: z.object({ folders: z.number().int(), removed: z.number().int() }),
  }),
  /** What was removed from the library although it lies in a watched folder: scans pass over it. */
  'folders.excluded': procedure({
    input: target,
    output: z.object({ excluded: z.array(excludedPathSchema) }),
  }),
  /** Takes exclusions back, those of the given paths and under them, or all; what is there comes back with a scan. */
  'folders.include': procedure({
    input: target.extend({ paths: z.array(z.string().min(1)).min(1).max(10_000).optional() }),
    output: z.object({ included: z.number().int() }),
  }),
  /** For how many days a document whose file is gone can come back as it was; sets it where `days` is given. */
  'folders.grace': procedure({
    input: z.object({ days: z.number().min(0).max(3650).optional() }),
    output: z.object({ days: z.number() }),
  }),
  /** Tells what becomes of the watched folders until the caller stops it. */
  'folders.follow': procedure({
    input: z.object({}),
    output: z.object({}),
    event: z.discriminatedUnion('type', [
      /** State or progress of one changed; at first one for each. */
      z.object({ type: z.literal('folder'), folder: watchedFolderSchema }),
      z.object({ type: z.literal('synced'), id: z.string(), path: z.string(), sync: folderSyncSchema }),
      z.object({ type: z.literal('removed'), id: z.string() }),
    ]),
  }),
};
