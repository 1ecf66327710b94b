import { AppError, hasCode } from '@adiuva/wire';
import {
  GlobalWorkerOptions,
  getDocument,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
  VerbosityLevel,
} from 'pdfjs-dist';
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import type { Connection } from '../../client/index.ts';

const mostBytes = 1_048_576;
const chunkBytes = 262_144;

/** A PDF that is read as it is looked at. */
export interface OpenPdf {
  document: PDFDocumentProxy;
  close(): void;
}

/**
 * Opens the file of a document, a range of bytes at a time. Scripts in it are never run: neither pdf.js's sandbox for
 * them nor its layer of forms is here. Fonts, character maps and decoders come with our own files.
 * @throws AppError what the engine says of the file, or `file_malformed` for what pdf.js says of it
 */
export async function openPdf(
  client: Connection['client'],
  id: string,
  size: number,
  signal: AbortSignal,
): Promise<OpenPdf> {
  GlobalWorkerOptions.workerSrc = workerAddress;
  let failed: unknown = null;
  const end = Math.min(size, chunkBytes);
  const transport = new EngineRanges(
    size,
    await readRange(client, id, 0, end, signal),
    (start, until) => readRange(client, id, start, until, signal),
    (error) => {
      failed = error;
      void task.destroy();
    },
  );
  const assets = new URL('assets/pdf/', document.baseURI).href;
  const task = getDocument({
    range: transport,
    rangeChunkSize: chunkBytes,
    disableAutoFetch: true,
    disableStream: true,
    // The worker may connect to nothing; the page reads these for it.
    useWorkerFetch: false,
    useWasm: false,
    cMapUrl: `${assets}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${assets}standard_fonts/`,
    wasmUrl: `${assets}wasm/`,
    enableXfa: false,
    useSystemFonts: false,
    disableWorkerRendering: true,
    // A picture of more than that is not drawn: it would be gigabytes.
    maxImageSize: 100_000_000,
    verbosity: VerbosityLevel.ERRORS,
  });
  const close = () => void task.destroy();
  signal.addEventListener('abort', close, { once: true });
  try {
    return { document: await task.promise, close };
  } catch (cause) {
    close();
    if (failed !== null) throw failed;
    const isLocked = cause instanceof Error && cause.name === 'PasswordException';
    throw new AppError(
      isLocked ? 'file_encrypted' : 'file_malformed',
      isLocked ? 'The PDF needs a password.' : 'The PDF could not be opened for reading.',
      { cause },
    );
  }
}

class EngineRanges extends PDFDataRangeTransport {
  readonly #read: (start: number, end: number) => Promise<Uint8Array>;
  readonly #fail: (error: unknown) => void;

  constructor(
    size: number,
    first: Uint8Array,
    read: (start: number, end: number) => Promise<Uint8Array>,
    fail: (error: unknown) => void,
  ) {
    super(size, first);
    this.#read = read;
    this.#fail = fail;
  }

  override requestDataRange(start: number, end: number): void {
    this.#read(start, end).then(
      (bytes) => this.onDataRange(start, bytes),
      (error: unknown) => {
        if (!hasCode(error, 'cancelled')) this.#fail(error);
      },
    );
  }
}

async function readRange(
  client: Connection['client'],
  id: string,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - start);
  for (let at = start; at < end; at += mostBytes) {
    const until = Math.min(end, at + mostBytes);
    const { data } = await client.call('library.content', { id, start: at, end: until }, { signal });
    const text = atob(data);
    for (let index = 0; index < text.length; index += 1) bytes[at - start + index] = text.charCodeAt(index);
  }
  return bytes;
}
