import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Extraction, ExtractionLimits } from '@adiuva/contracts/workers';
import { createExtractor, type ExtractOptions } from '../createExtractor.ts';

export const generousLimits: ExtractionLimits = { maxBytes: 100_000_000, maxTextLength: 20_000_000 };

/** Writes the bytes under the name into a folder of their own and reads the file as the worker would. */
export async function extractBytes(
  name: string,
  content: string | Uint8Array,
  options: ExtractOptions & { limits?: ExtractionLimits } = {},
): Promise<Extraction> {
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-extraction-'));
  try {
    const path = join(folder, name);
    await writeFile(path, content);
    const { limits = generousLimits, ...rest } = options;
    return await createExtractor().extract({ path, limits }, rest);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
