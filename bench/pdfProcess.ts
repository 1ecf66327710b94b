// Reads PDFs for the pdf suite, either as Adiuva does or as pdf.js does, and answers with seconds and pages.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { createExtractor } from '../engine/extraction/createExtractor.ts';
import { generousLimits } from '../engine/extraction/testing/extractBytes.ts';

export type PdfReader = 'adiuva' | 'pdf.js';

/** Files to read one after the other; with `wantsText` the text of the only one. */
export interface PdfTask {
  paths: string[];
  wantsText: boolean;
}

export interface PdfAnswer {
  seconds: number;
  /** 0 from Adiuva, which leaves out blank ones. */
  pages: number;
  text: string;
}

const pdfjsFolder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const extractor = createExtractor();

const readers: Record<PdfReader, (path: string) => Promise<{ pages: number; text: string }>> = {
  async adiuva(path) {
    let text = '';
    await extractor.extract({ path, limits: generousLimits }, (part) => {
      text += `${part.text}\n`;
    });
    return { pages: 0, text };
  },
  async 'pdf.js'(path) {
    return withPdfjs(path, async (document) => {
      let text = '';
      for (let number = 1; number <= document.numPages; number++) {
        const page = await document.getPage(number);
        const { items } = await page.getTextContent();
        for (const item of items) if ('str' in item) text += item.hasEOL ? `${item.str}\n` : item.str;
        text += '\n';
        page.cleanup();
      }
      return { pages: document.numPages, text };
    });
  },
};

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

const read = readers[process.argv[2] as PdfReader];

process.on('message', async ({ paths, wantsText }: PdfTask) => {
  const answer: PdfAnswer = { seconds: 0, pages: 0, text: '' };
  const began = performance.now();
  for (const path of paths) {
    const { pages, text } = await read(path);
    answer.pages += pages;
    if (wantsText) answer.text = text;
  }
  answer.seconds = (performance.now() - began) / 1000;
  process.send?.(answer);
});
