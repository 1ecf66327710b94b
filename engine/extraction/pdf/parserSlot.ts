import type { PdfParser } from './pdfParser.ts';

/** Lends one parser to all files, made when the first needs it. */
export interface ParserSlot {
  use<T>(work: (parser: PdfParser) => Promise<T>): Promise<T>;
}

/**
 * A trap inside the wasm module (a broken file that found a hole, or its memory running out) leaves the module in
 * no known state: it is dropped, and the next file gets a new one.
 */
export function createParserSlot(create: () => Promise<PdfParser> = createDefault): ParserSlot {
  let parser: Promise<PdfParser> | undefined;
  return {
    async use(work) {
      parser ??= create();
      const current = parser;
      try {
        return await work(await current);
      } catch (error) {
        if (parser === current && isTrap(error)) parser = undefined;
        throw error;
      }
    },
  };
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
