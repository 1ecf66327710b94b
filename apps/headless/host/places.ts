import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NodeWorkerEntries } from '@adiuva/engine/ports';

/** Where the parts of the program lie, seen from its entry: `main.ts` as source, `adiuva.js` as bundle. */
export interface Places {
  workers: NodeWorkerEntries;
  /** The built page; it may not be there. */
  rendererFolder: string;
  /** Null where it was not shipped. */
  sampleLibrary: string | null;
}

/** @param entry URL of the entry file; source and bundle both lie two folders under the root. */
export function findPlaces(entry: string): Places {
  const extension = entry.endsWith('.ts') ? 'ts' : 'js';
  const worker = (name: string) => new URL(`workers/${name}.${extension}`, entry);
  const samples = fileURLToPath(new URL('../../resources/sample-library/', entry));
  return {
    workers: {
      extraction: worker('extraction'),
      ocr: worker('ocr'),
      inference: worker('inference'),
      storage: worker('storage'),
      media: worker('media'),
      speech: worker('speech'),
      transcription: worker('transcription'),
    },
    rendererFolder: fileURLToPath(new URL('../../out/renderer/', entry)),
    sampleLibrary: existsSync(samples) ? samples.replace(/[\\/]$/, '') : null,
  };
}
