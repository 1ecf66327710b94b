import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createExtractor } from '../createExtractor.ts';
import { compareText } from '../testing/compareText.ts';
import { extractAll, generousLimits } from '../testing/extractBytes.ts';

const folder = fileURLToPath(new URL('../../../../shared/corpus/documents/pdf', import.meta.url));
const hasPdftotext = spawnSync('pdftotext', ['-v']).status === 0;

/**
 * Words and order of words against pdftotext, at least. Less than the usual where the two differ for a reason: a scan
 * whose recognised text parts its words, formulas letter by letter, headers on 400 pages that we drop.
 */
const usual = { words: 0.97, order: 0.76 };
const floors: Readonly<Record<string, { words: number; order: number }>> = {
  'a1977-backus-p21.pdf': { words: 0.88, order: 0.8 },
  'fake-bold-sample.pdf': { words: 0.88, order: 0.8 },
  'pdf-with-ocr-text.pdf': { words: 0.66, order: 0.45 },
  'pdf2image-memory-error-test-400p.pdf': { words: 0.92, order: 0.85 },
};

it.skipIf(!existsSync(folder) || !hasPdftotext)(
  'finds the words that pdftotext finds, in their order, in every document of the corpus',
  async () => {
    const extractor = createExtractor();
    for (const file of readdirSync(folder).filter(
      (name) => name.endsWith('.pdf') && name !== 'password.pdf',
    )) {
      const path = join(folder, file);
      const { parts } = await extractAll(extractor, { path, limits: generousLimits });
      const reference = spawnSync('pdftotext', [path, '-'], { maxBuffer: 2 ** 28, encoding: 'utf8' }).stdout;
      const { words, order } = compareText(parts.map(({ text }) => text).join('\n'), reference);
      const floor = floors[file] ?? usual;
      expect([file, words, words >= floor.words]).toEqual([file, words, true]);
      expect([file, order, order >= floor.order]).toEqual([file, order, true]);
    }
  },
  120_000,
);
