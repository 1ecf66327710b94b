import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogueModel } from '@adiuva/models';
import { AppError } from '#base';
import { createRunningDigest, readThrough } from './digest.ts';
import type { InstallContext } from './installFromHub.ts';
import { fileSize } from './layout.ts';
import { type Manifest, readManifest } from './manifest.ts';

export interface ModelCheck {
  ok: boolean;
  files: { path: string; problem: 'missing' | 'size' | 'content' | null }[];
}

/** @throws AppError `model_not_installed` */
export async function installedManifest(model: CatalogueModel, place: string): Promise<Manifest> {
  const manifest = await readManifest(place);
  if (manifest && manifest.id === model.id) return manifest;
  throw new AppError(
    'model_not_installed',
    `${model.name} is not on this machine. Install or import it first.`,
  );
}

/** Reads every byte again and compares it with what was recorded. @throws AppError `cancelled` */
export async function checkFiles(
  place: string,
  manifest: Manifest,
  report: InstallContext['onProgress'],
  signal: AbortSignal,
): Promise<ModelCheck> {
  const total = manifest.files.reduce((sum, file) => sum + file.size, 0);
  const files: ModelCheck['files'] = [];
  let done = 0;
  for (const file of manifest.files) {
    const path = join(place, file.path);
    const size = await fileSize(path);
    if (size !== file.size) {
      files.push({ path: file.path, problem: size === null ? 'missing' : 'size' });
      continue;
    }
    const handle = await open(path, 'r');
    const digest = createRunningDigest(file.size);
    try {
      await readThrough(
        handle,
        file.size,
        (chunk) => {
          digest.update(chunk);
          done += chunk.length;
          report(file.path, done, total);
        },
        signal,
      );
    } finally {
      await handle.close();
    }
    files.push({ path: file.path, problem: digest.finish().sha256 === file.sha256 ? null : 'content' });
  }
  return { ok: files.every((file) => file.problem === null), files };
}

/** A stat per file: every file the catalogue asks for is recorded, there, and of its size. */
export async function isComplete(place: string, model: CatalogueModel, manifest: Manifest): Promise<boolean> {
  if (manifest.id !== model.id) return false;
  const recorded = new Set(manifest.files.map((file) => file.path));
  if (!model.files.every((file) => file.isOptional || recorded.has(file.path))) return false;
  const sizes = await Promise.all(manifest.files.map((file) => fileSize(join(place, file.path))));
  return manifest.files.every((file, index) => sizes[index] === file.size);
}
