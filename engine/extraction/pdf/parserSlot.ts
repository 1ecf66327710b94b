import type { PdfParser } from './pdfParser.ts';
import { createPageHelpers, type PageHelpers } from './threads/pageHelpers.ts';

/** Lends one parser to all files, made when the first needs it, and the threads that help it. */
export interface ParserSlot {
  use<T>(work: (parser: PdfParser, helpers: PageHelpers) => Promise<T>): Promise<T>;
}

export interface ParserSlotOptions {
  /** The file that runs `servePages` in a thread of its own; from source it is found. Without it nobody helps. */
  pageThread?: URL | undefined;
  create?: (() => Promise<PdfParser>) | undefined;
}

/**
 * A trap inside the wasm module (a broken file that found a hole, or its memory running out) leaves the module in
 * no known state: it is dropped, and the next file gets a new one.
 */
export function createParserSlot({
  pageThread = findPageThread(),
  create = createDefault,
}: ParserSlotOptions = {}): ParserSlot {
  const helpers = createPageHelpers(pageThread);
  let parser: Promise<PdfParser> | undefined;
  return {
    async use(work) {
      parser ??= create();
      const current = parser;
      try {
        return await work(await current, helpers);
      } catch (error) {
        const isSpoilt = isTrap(error) || (await current.catch(() => undefined))?.ranOutOfMemory();
        if (parser === current && isSpoilt) {
          parser = undefined;
          helpers.close();
        }
        throw error;
      }
    },
  };
}

/** Beside this file, where it runs from source; a bundle has it somewhere else. */
function findPageThread(): URL | undefined {
  return import.meta.url.endsWith('.ts') ? new URL('./threads/pageThread.ts', import.meta.url) : undefined;
}

async function createDefault(): Promise<PdfParser> {
  const { createPdfiumParser } = await import('./pdfium/pdfiumParser.ts');
  return createPdfiumParser();
}

/** By name: the type is a browser's, which the engine is not compiled against. */
function isTrap(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === 'RuntimeError' || /out of memory|Aborted/.test(error.message))
  );
}
