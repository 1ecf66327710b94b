import { parentPort, workerData } from 'node:worker_threads';
import { createPdfiumParser } from '../pdfium/pdfiumParser.ts';
import { createPageReader, type ReadPage } from '../readPage.ts';
import { type PackedPages, packPages } from './packPages.ts';
import { createPageBatches } from './pageBatches.ts';

/** What the thread is started with. */
export interface PageThreadData {
  /** PDFium as the starting thread compiled it. */
  module: WebAssembly.Module;
  maxMemoryBytes: number;
}

/** One document to help with. */
export interface PageTask {
  bytes: Uint8Array<SharedArrayBuffer>;
  pageCount: number;
  counter: Int32Array<SharedArrayBuffer>;
}

/** Pages read, or the end of the task; `error` where the document or PDFium itself failed in this thread. */
export type PageReply =
  | { type: 'pages'; from: number; packed: PackedPages }
  | { type: 'done'; error?: string };

/** The body of a thread that reads pages for another: batches of a document, until there are none left. */
export function servePages(): void {
  const port = parentPort;
  if (!port) throw new Error('This file is a thread of PDF reading.');
  const { module, maxMemoryBytes } = workerData as PageThreadData;
  const parser = createPdfiumParser({ module, maxMemoryBytes });
  const reply = (message: PageReply) => port.postMessage(message);
  port.on('message', ({ bytes, pageCount, counter }: PageTask) => {
    parser
      .then((ready) => {
        const batches = createPageBatches(pageCount, counter);
        let batch = batches.claim();
        // Whoever comes too late need not open the document.
        if (!batch) return reply({ type: 'done' });
        const document = ready.open(bytes);
        try {
          const readPage = createPageReader(document);
          for (; batch; batch = batches.claim()) {
            const pages: (ReadPage | null)[] = [];
            for (let index = batch.from; index < batch.to; index++) pages.push(readPage(index));
            const packed = packPages(pages);
            port.postMessage({ type: 'pages', from: batch.from, packed } satisfies PageReply, [
              packed.numbers.buffer,
            ]);
          }
        } finally {
          document.close();
        }
        reply({ type: 'done' });
      })
      .catch((error: unknown) => reply({ type: 'done', error: String(error) }));
  });
}
