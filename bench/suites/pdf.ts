import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { createExtractor, type Extractor } from '../../engine/extraction/createExtractor.ts';
import { generousLimits } from '../../engine/extraction/testing/extractBytes.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

const folder = join(import.meta.dirname, '../../../shared/corpus/documents/pdf');
const files = ['DA-619p.pdf', 'pdf2image-memory-error-test-400p.pdf', 'failure-after-repair.pdf'];
const target = { file: 'DA-619p.pdf', ratio: 4 };
const rounds = 5;
const pdfjsFolder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** Whole files to parts with headings, lists, tables and boxes, against words and their places alone. */
export const suite: Suite = {
  name: 'pdf',
  description: "Pages a second with full layout, against pdf.js's text with positions, page after page",
  async run(context) {
    const extractor = createExtractor();
    const measurements: Measurement[] = [];
    for (const file of files) {
      const path = join(folder, file);
      if (!existsSync(path)) {
        context.log(`${file} is not here; left out`);
        continue;
      }
      measurements.push(await measure(extractor, file, path, context));
    }
    return measurements;
  },
};

/** Both in turns, each once unmeasured so that the code of both is compiled; the fastest round of each counts. */
async function measure(
  extractor: Extractor,
  file: string,
  path: string,
  context: BenchContext,
): Promise<Measurement> {
  const pages = await readByPdfjs(path);
  await readByUs(extractor, path);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await secondsOf(() => readByUs(extractor, path)));
    theirs.push(await secondsOf(() => readByPdfjs(path)));
    context.log(`${file}: ours ${ours.at(-1)?.toFixed(2)} s, pdf.js ${theirs.at(-1)?.toFixed(2)} s`);
  }
  const our = Math.min(...ours);
  const their = Math.min(...theirs);
  const ratio = their / our;
  return {
    name: `${file}, ${pages} pages`,
    unit: 'pages/s',
    value: pages / our,
    peer: { name: 'pdf.js getTextContent', value: pages / their },
    ratio,
    ...(file === target.file && { target: `at least ${target.ratio} times`, met: ratio >= target.ratio }),
  };
}

async function readByUs(extractor: Extractor, path: string): Promise<void> {
  await extractor.extract({ path, limits: generousLimits }, () => undefined);
}

async function readByPdfjs(path: string): Promise<number> {
  const loading = getDocument({
    data: new Uint8Array(readFileSync(path)),
    cMapUrl: `${pathToFileURL(join(pdfjsFolder, 'cmaps')).href}/`,
    cMapPacked: true,
    standardFontDataUrl: `${pathToFileURL(join(pdfjsFolder, 'standard_fonts')).href}/`,
    useSystemFonts: false,
    verbosity: 0,
  });
  try {
    const document = await loading.promise;
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      await page.getTextContent();
      page.cleanup();
    }
    return document.numPages;
  } finally {
    await loading.destroy();
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
