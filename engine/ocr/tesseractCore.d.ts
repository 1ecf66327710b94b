/** The part of tesseract.js-core that is used; the package has no types of its own. */
interface TesseractApi {
  /** 0 when the data of all languages (`eng+deu`) loaded. Engine mode 1: the neural one. */
  Init(dataPath: string | null, languages: string, engineMode: number, configFile: string | null): number;
  SetVariable(name: string, value: string): boolean;
  SetPageSegMode(mode: number): void;
  /** Reads `/input`; 0 when it is a picture. Turned by the angle, radians. */
  SetImageFile(exifOrientation: number, angle: number): number;
  /** Dots per inch. */
  SetSourceResolution(dotsPerInch: number): void;
  /** The slope of the lines, after `Recognize`. */
  GetGradient(): number;
  Recognize(monitor: null): number;
  /** Blocks, paragraphs, lines, words and letters with boxes in pixels. */
  GetJSONText(): string;
  Clear(): void;
  End(): void;
}

interface TesseractCore {
  TessBaseAPI: new () => TesseractApi;
  FS: { writeFile(path: string, data: Uint8Array): void; unlink(path: string): void };
}

interface TesseractCoreOptions {
  TesseractProgress(percent: number): void;
  print(line: string): void;
  printErr(line: string): void;
}

declare module 'tesseract.js-core/tesseract-core-relaxedsimd-lstm.js' {
  const create: (options: TesseractCoreOptions) => Promise<TesseractCore>;

  export = create;
}

declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  const create: (options: TesseractCoreOptions) => Promise<TesseractCore>;

  export = create;
}

declare module 'tesseract.js-core/tesseract-core-lstm.js' {
  const create: (options: TesseractCoreOptions) => Promise<TesseractCore>;

  export = create;
}
