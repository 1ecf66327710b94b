import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkerProcess } from '../processes/index.ts';

/** Where the parts of the program lie, seen from main's bundle: `out/electron/main/main.js` of a checkout or an asar. */
export interface Places {
  preload: string;
  utility: Readonly<Record<'engine' | WorkerProcess, string>>;
  rendererFolder: string;
  iconFolder: string;
  /** As it was shipped; null where it was not. */
  samples: string | null;
}

export function findPlaces(entry: string): Places {
  const out = dirname(dirname(fileURLToPath(entry)));
  const root = dirname(dirname(out));
  const utility = (name: string) => join(out, 'utility', `${name}.js`);
  const samples = join(root, 'resources', 'sample-library');
  return {
    preload: join(out, 'preload', 'preload.cjs'),
    utility: {
      engine: utility('engine'),
      extraction: utility('extraction'),
      ocr: utility('ocr'),
      inference: utility('inference'),
      media: utility('media'),
      speech: utility('speech'),
      transcription: utility('transcription'),
    },
    rendererFolder: join(root, 'out', 'renderer'),
    iconFolder: join(root, 'resources', 'icons'),
    samples: existsSync(samples) ? samples : null,
  };
}

/**
 * The sample library as files that other programs can open as well: what lies in an archive is copied out once.
 * @param onFailure it could not be copied; a program without samples is better than none
 */
export function openSamples(
  samples: string | null,
  home: string,
  onFailure: (error: unknown) => void,
): string | null {
  if (samples === null || !/[\\/]app\.asar[\\/]/.test(samples)) return samples;
  const target = join(home, 'sample-library');
  if (existsSync(target)) return target;
  const draft = `${target}.part`;
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    // By reading: an archive knows no copying.
    for (const name of readdirSync(samples))
      writeFileSync(join(draft, name), readFileSync(join(samples, name)));
    renameSync(draft, target);
  } catch (error) {
    onFailure(error);
    return null;
  }
  return target;
}
