import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { AppError } from '#base';
import { knownLanguages } from './languages.ts';

/** Models of this kind lie in the models folder under this and the language's name: `ocr-deu`. */
export const ocrModelPrefix = 'ocr-';
/** Accurate, 8 bit: a third of the size of the full data, and no worse in use. */
const variant = '4.0.0_best_int';
/** Unpacked, the largest there is has 15 MB. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Languages whose data is on this machine: in the models folder, or as an optional package beside the code.
 *
 * @returns file by Tesseract's name of the language (`eng`, `chi_sim`)
 */
export function findLanguageData(modelsFolder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const { code } of knownLanguages) {
    const file = packagedFile(code);
    if (file) found.set(code, file);
  }
  for (const folder of foldersOf(modelsFolder)) {
    const code = folder.slice(ocrModelPrefix.length);
    const file = join(modelsFolder, folder, `${code}.traineddata.gz`);
    if (existsSync(file)) found.set(code, file);
  }
  return found;
}

/** @throws AppError `ocr_unavailable` when the file does not unpack */
export function readLanguageData(file: string): Uint8Array {
  try {
    return gunzipSync(readFileSync(file), { maxOutputLength: maxBytes });
  } catch (error) {
    throw new AppError('ocr_unavailable', `The language data of text recognition (${file}) is damaged.`, {
      cause: error,
    });
  }
}

function packagedFile(code: string): string | undefined {
  try {
    const entry = fileURLToPath(import.meta.resolve(`@tesseract.js-data/${code}/package.json`));
    const file = join(dirname(entry), variant, `${code}.traineddata.gz`);
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

function foldersOf(modelsFolder: string): string[] {
  try {
    return readdirSync(modelsFolder).filter((name) => name.startsWith(ocrModelPrefix));
  } catch {
    return [];
  }
}
