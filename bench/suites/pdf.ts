import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { createExtractor, type Extractor } from '../../engine/extraction/createExtractor.ts';
import { compareText } from '../../engine/extraction/testing/compareText.ts';
import { generousLimits } from '../../engine/extraction/testing/extractBytes.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

const folder = join(import.meta.dirname, '../../../shared/corpus/documents/pdf');
const files = ['DA-619p.pdf', 'pdf2image-memory-error-test-400p.pdf', 'failure-after-repair.pdf'];
/** Read first, so that both are loaded: what is measured is reading, not the start of a program. */
const firstFile = 'header-test-doc.pdf';
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
    if (!existsSync(folder)) {
      context.log('the corpus of documents is not here; left out');
      return measurements;
    }
    const first = join(folder, firstFile);
    await readByUs(extractor, first);
    await readByPdfjs(first);
    for (const file of files) measurements.push(await measure(extractor, file, [file], context));
    measurements.push(await measure(extractor, 'all documents', corpusFiles(), context));
    measurements.push(...(await compareCorpus(extractor, context)));
    return measurements;
  },
};

/** Both in turns, in one process; the fastest round of each counts. */
async function measure(
  extractor: Extractor,
  name: string,
  read: readonly string[],
  context: BenchContext,
): Promise<Measurement> {
  const paths = read.map((file) => join(folder, file));
  const ours: number[] = [];
  const theirs: number[] = [];
  let pages = 0;
  for (let round = 0; round < rounds; round++) {
    ours.push(
      await secondsOf(async () => {
        for (const path of paths) await readByUs(extractor, path);
      }),
    );
    pages = 0;
    theirs.push(
      await secondsOf(async () => {
        for (const path of paths) pages += await readByPdfjs(path);
      }),
    );
    context.log(`${name}: ours ${ours.at(-1)?.toFixed(2)} s, pdf.js ${theirs.at(-1)?.toFixed(2)} s`);
  }
  const our = Math.min(...ours);
  const their = Math.min(...theirs);
  const ratio = their / our;
  return {
    name: `${name}, ${pages} pages`,
    unit: 'pages/s',
    value: pages / our,
    peer: { name: 'pdf.js getTextContent', value: pages / their },
    ratio,
    ...(name === target.file && { target: `at least ${target.ratio} times`, met: ratio >= target.ratio }),
  };
}

/** The text of every document of the corpus against pdf.js's, and both against pdftotext where that is installed. */
async function compareCorpus(extractor: Extractor, context: BenchContext): Promise<Measurement[]> {
  const hasPdftotext = spawnSync('pdftotext', ['-v']).status === 0;
  const sums = { files: 0, words: 0, order: 0, peerWords: 0, peerOrder: 0 };
  for (const file of corpusFiles()) {
    const path = join(folder, file);
    let ours = '';
    await extractor.extract({ path, limits: generousLimits }, ({ text }) => {
      ours += `${text}\n`;
    });
    const theirs = await textByPdfjs(path);
    const reference = hasPdftotext
      ? spawnSync('pdftotext', [path, '-'], { maxBuffer: 2 ** 28, encoding: 'utf8' }).stdout
      : theirs;
    const our = compareText(ours, reference);
    const their = compareText(theirs, reference);
    sums.files++;
    sums.words += our.words;
    sums.order += our.order;
    sums.peerWords += their.words;
    sums.peerOrder += their.order;
    context.log(
      `${file}: words ${our.words.toFixed(3)} (pdf.js ${their.words.toFixed(3)}), order ${our.order.toFixed(3)} (${their.order.toFixed(3)})`,
    );
  }
  const against = hasPdftotext ? 'pdftotext' : 'pdf.js';
  const mean = (sum: number) => sum / Math.max(1, sums.files);
  const peer = (value: number) => (hasPdftotext ? { peer: { name: 'pdf.js', value: mean(value) } } : {});
  return [
    {
      name: `words agreeing with ${against}`,
      unit: 'share',
      value: mean(sums.words),
      ...peer(sums.peerWords),
    },
    {
      name: `order agreeing with ${against}`,
      unit: 'share',
      value: mean(sums.order),
      ...peer(sums.peerOrder),
    },
  ];
}

/** Without the one that nobody can open. */
function corpusFiles(): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.pdf') && name !== 'password.pdf');
}

async function readByUs(extractor: Extractor, path: string): Promise<void> {
  await extractor.extract({ path, limits: generousLimits }, () => undefined);
}

async function readByPdfjs(path: string): Promise<number> {
  return withPdfjs(path, async (document) => {
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      await page.getTextContent();
      page.cleanup();
    }
    return document.numPages;
  });
}

async function textByPdfjs(path: string): Promise<string> {
  return withPdfjs(path, async (document) => {
    let text = '';
    for (let number = 1; number <= document.numPages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent();
      for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str;
      text += '\n';
    }
    return text;
  });
}

async function withPdfjs<T>(path: string, work: (document: PDFDocumentProxy) => Promise<T>): Promise<T> {
  const loading = getDocument({
    data: new Uint8Array(readFileSync(path)),
    cMapUrl: `${pathToFileURL(join(pdfjsFolder, 'cmaps')).href}/`,
    cMapPacked: true,
    standardFontDataUrl: `${pathToFileURL(join(pdfjsFolder, 'standard_fonts')).href}/`,
    useSystemFonts: false,
    verbosity: 0,
  });
  try {
    return await work(await loading.promise);
  } finally {
    await loading.destroy();
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
