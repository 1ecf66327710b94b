import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Part } from '@adiuva/contracts';
import type { Extraction, ExtractionLimits } from '@adiuva/contracts/workers';
import { createExtractor, type ExtractOptions, type Extractor } from '../createExtractor.ts';

const megabyte = 1024 * 1024;

export const generousLimits: ExtractionLimits = {
  maxBytes: {
    document: 100 * megabyte,
    image: 50 * megabyte,
    archive: 1024 * megabyte,
    recording: 500 * megabyte,
  },
  maxTextLength: 20_000_000,
  maxMembers: 10_000,
  maxDepth: 8,
  maxUnpackedBytes: 2048 * megabyte,
};

/** An extraction with all its parts, as a caller that has room for them would collect it. */
export async function extractAll(
  extractor: Extractor,
  input: { path: string; limits: ExtractionLimits },
  options?: ExtractOptions,
): Promise<Extraction> {
  const parts: Part[] = [];
  const { partCount, ...rest } = await extractor.extract(input, (part) => parts.push(part), options);
  if (parts.length !== partCount) throw new Error(`${parts.length} parts of ${partCount} were given.`);
  return { ...rest, parts };
}

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
    return await extractAll(createExtractor(), { path, limits }, rest);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
