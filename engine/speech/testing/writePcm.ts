import { writeFile } from 'node:fs/promises';
import type { PcmSource } from '@adiuva/contracts/workers';
import { toPcm } from './makeConversation.ts';

/** Samples as a file that this module reads. */
export async function writePcm(file: string, samples: Float32Array): Promise<PcmSource> {
  await writeFile(file, toPcm(samples));
  return { file, samples: samples.length, gainDb: 0 };
}
