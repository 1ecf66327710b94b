import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type ExternalDataOptions, encodeOnnxModel } from './encodeOnnxModel.ts';
import type { OnnxModel } from './onnxModel.ts';

/**
 * Writes a model file, and its external data beside it, so that a reader sees all of it or none: temporary
 * files, flushed, then renamed, the data first.
 *
 * @throws the file system's Error; RangeError as `encodeOnnxModel`
 */
export async function writeOnnxModel(
  file: string,
  model: OnnxModel,
  external?: ExternalDataOptions,
): Promise<void> {
  if (external && (external.location !== basename(external.location) || external.location === ''))
    throw new RangeError('External data lies beside its model: its location is a plain file name.');
  const encoded = encodeOnnxModel(model, external);
  await mkdir(dirname(file), { recursive: true });
  if (external) await writeAtomically(join(dirname(file), external.location), encoded.externalData);
  await writeAtomically(file, [encoded.model]);
}

async function writeAtomically(file: string, pieces: readonly Uint8Array[]): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      for (const piece of pieces) await handle.writeFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
