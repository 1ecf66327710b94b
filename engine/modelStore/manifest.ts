import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { modelFilePathSchema } from '@adiuva/models';
import { z } from 'zod';

export const manifestName = 'adiuva-model.json';

const fileRecordSchema = z.object({
  path: modelFilePathSchema,
  size: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where it came from, when that is not the model's own repository. */
  from: z.object({ repository: z.string(), revision: z.string() }).optional(),
});

/** Lies in the folder of an installed model and is written last: a folder without it is not a model. */
export const manifestSchema = z.object({
  format: z.literal(1),
  id: z.string(),
  origin: z.enum(['hub', 'npm', 'import']),
  repository: z.string().optional(),
  /** The commit or version that was downloaded. */
  revision: z.string().optional(),
  installedAt: z.number(),
  files: z.array(fileRecordSchema).min(1),
});

const plannedPlaceSchema = z.object({
  repository: z.string(),
  requestedRevision: z.string(),
  revision: z.string().regex(/^[0-9a-f]{40}$/),
});

/** A download that has begun. `verified` grows file by file. */
export const planSchema = plannedPlaceSchema.extend({
  format: z.literal(1),
  files: z.array(
    z.object({
      path: modelFilePathSchema,
      /** Where it lies, when that is another repository than the model's own. */
      from: plannedPlaceSchema.optional(),
      size: z.number().int().nonnegative(),
      checksums: z
        .array(
          z.object({
            algorithm: z.enum(['sha256', 'sha1', 'gitBlobSha1', 'sha512']),
            hex: z.string(),
            source: z.string(),
          }),
        )
        .min(1),
    }),
  ),
  verified: z.array(fileRecordSchema),
});

export type FileRecord = z.infer<typeof fileRecordSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
export type DownloadPlan = z.infer<typeof planSchema>;
export type PlannedPlace = z.infer<typeof plannedPlaceSchema>;
export type PlannedFile = DownloadPlan['files'][number];

/** The parsed content, or null where the file is missing, cut or of another shape. */
export async function readJson<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | null> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export function readManifest(folder: string): Promise<Manifest | null> {
  return readJson(join(folder, manifestName), manifestSchema);
}

/** Whole or not at all, and on the disk when it returns. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(value, null, 1)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes renames within a folder durable. Windows cannot open folders and needs no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
