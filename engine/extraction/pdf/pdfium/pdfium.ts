import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { PDFiumModule } from '@hyzyla/pdfium';
import { charReaderModule } from './charReader.generated.ts';
import { tuneModule } from './tuned/tunedModule.ts';

/** The C functions that extraction calls; pointers are offsets into the module's memory. */
export interface PdfiumExports {
  /** 1 for pages to be loaded without what is drawn on them. Only in a tuned module, as the next. */
  onlyText?: { value: number };
  /** Other than 0 while a path is begun that nothing has painted. */
  path?: { value: number };
  /** 1 where something was drawn on a page loaded so. */
  isPainted?: { value: number };
  malloc(bytes: number): number;
  free(pointer: number): void;
  FPDF_InitLibrary(): void;
  FPDF_LoadMemDocument(data: number, size: number, password: number): number;
  FPDF_GetLastError(): number;
  FPDF_CloseDocument(document: number): void;
  FPDF_GetPageCount(document: number): number;
  FPDF_GetMetaText(document: number, tag: number, buffer: number, bytes: number): number;
  FPDF_LoadPage(document: number, index: number): number;
  FPDF_ClosePage(page: number): void;
  FPDFPage_GetAnnotCount(page: number): number;
  FPDFPage_GetAnnot(page: number, index: number): number;
  FPDFAnnot_GetSubtype(annotation: number): number;
  FPDFPage_CloseAnnot(annotation: number): void;
  FPDFPage_Flatten(page: number, flags: number): number;
  FPDF_GetPageBoundingBox(page: number, rectangle: number): number;
  FPDFPage_GetRotation(page: number): number;
  FPDF_GetPageWidthF(page: number): number;
  FPDF_GetPageHeightF(page: number): number;
  FPDFBitmap_Create(width: number, height: number, hasAlpha: number): number;
  FPDFBitmap_FillRect(
    bitmap: number,
    left: number,
    top: number,
    width: number,
    height: number,
    argb: number,
  ): number;
  FPDFBitmap_GetBuffer(bitmap: number): number;
  FPDFBitmap_GetStride(bitmap: number): number;
  FPDFBitmap_Destroy(bitmap: number): void;
  FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    rotate: number,
    flags: number,
  ): void;
  FPDFText_LoadPage(page: number): number;
  FPDFText_ClosePage(textPage: number): void;
  FPDFText_CountChars(textPage: number): number;
  FPDFText_GetFontSize(textPage: number, index: number): number;
  FPDFText_GetFontWeight(textPage: number, index: number): number;
  FPDFText_GetFontInfo(textPage: number, index: number, buffer: number, bytes: number, flags: number): number;
  FPDFText_GetMatrix(textPage: number, index: number, matrix: number): number;
  FPDFTextObj_GetFont(textObject: number): number;
  FPDFTextObj_GetTextRenderMode(textObject: number): number;
  FPDFPage_CountObjects(page: number): number;
  FPDFPage_GetObject(page: number, index: number): number;
  FPDFFormObj_CountObjects(form: number): number;
  FPDFFormObj_GetObject(form: number, index: number): number;
  FPDFPageObj_GetType(object: number): number;
  FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number;
}

/** Reads characters in one call for many: see charReader.wat. */
export interface CharReader {
  readCharacters(textPage: number, from: number, to: number, out: number): void;
}

export interface Pdfium {
  readonly exports: PdfiumExports;
  readonly reader: CharReader;
  /** What other threads make their instance of. */
  readonly module: WebAssembly.Module;
  /** Memory was asked for beyond the limit: what fails from then on fails for want of it. */
  ranOutOfMemory(): boolean;
  /** The instance's memory, as it is now: growing it replaces the buffer. */
  memory(): ArrayBuffer;
}

export interface PdfiumOptions {
  /** Compiled in another thread, whose machine code is shared. */
  module?: WebAssembly.Module | undefined;
  /** Beyond it an allocation fails, and with it the reading of the file. */
  maxMemoryBytes?: number | undefined;
}

/** With the helpers' (pageHelpers.ts) and the heap below a gibibyte. */
const defaultMaxMemoryBytes = 480 * 1024 * 1024;

/**
 * PDFium, from the wasm file inside its package. The exports are called without emscripten's checking wrappers,
 * which cost more than the calls.
 */
export async function loadPdfium(options: PdfiumOptions = {}): Promise<Pdfium> {
  const module = options.module ?? (await compile());
  const maxMemoryBytes = options.maxMemoryBytes ?? defaultMaxMemoryBytes;
  let wasRefused = false;
  const instance = await PDFiumModule({
    instantiateWasm: (imports: WasmImports, onReady: (instance: WebAssembly.Instance) => void) => {
      const grow = imports.env.emscripten_resize_heap;
      const env = {
        ...imports.env,
        emscripten_resize_heap(bytes: number) {
          const isGiven = bytes >>> 0 <= maxMemoryBytes && grow?.(bytes);
          wasRefused ||= !isGiven;
          return isGiven ? 1 : 0;
        },
      };
      onReady(new WebAssembly.Instance(module, { ...imports, env }));
      return {};
    },
    print: ignore,
    printErr: ignore,
  } as unknown as Parameters<typeof PDFiumModule>[0]);
  const exports = instance.wasmExports as unknown as PdfiumExports & { memory: WebAssembly.Memory };
  exports.FPDF_InitLibrary();
  const readerModule = new WebAssembly.Module(Uint8Array.from(Buffer.from(charReaderModule, 'base64')));
  const reader = new WebAssembly.Instance(readerModule, { pdfium: exports });
  return {
    exports,
    reader: reader.exports as CharReader,
    module,
    ranOutOfMemory: () => wasRefused,
    memory: () => exports.memory.buffer,
  };
}

type WasmImports = Readonly<Record<string, object>> & { env: Record<string, (bytes: number) => number> };

/** PDFium as its package has it. */
export function readPdfiumModule(): Promise<Buffer> {
  return readFile(fileURLToPath(import.meta.resolve('@hyzyla/pdfium/pdfium.wasm')));
}

async function compile(): Promise<WebAssembly.Module> {
  return new WebAssembly.Module(new Uint8Array(tuneModule(await readPdfiumModule())));
}

/** What emscripten says about a memory that may not grow; the failed allocation is what we act on. */
function ignore(): void {}
