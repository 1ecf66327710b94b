import type { Bitmap } from '@adiuva/native/images';
import { z } from 'zod';
import { AppError } from '#base';
import { readLanguageData } from '#ocrLanguages';
import { loadTesseractCore } from './loadTesseractCore.ts';

/** Pixels of the picture that was given. */
export interface PixelBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface ReadWord {
  text: string;
  /** 0 to 1. */
  confidence: number;
}

export interface ReadLine {
  text: string;
  box: PixelBox;
  words: readonly ReadWord[];
}

/** What stands in a picture: paragraphs in reading order. */
export type ReadParagraph = readonly ReadLine[];

/** All that one look at a picture gives. */
export interface Reading {
  paragraphs: ReadParagraph[];
  /** By how much the picture is to be turned clockwise for its lines to be level, degrees. */
  slope: number;
}

export interface TextEngine {
  /**
   * @param bitmap grey
   * @param languages whose data is there, the most likely first
   * @throws AppError `ocr_unavailable` for a language without data or with damaged data
   */
  read(bitmap: Bitmap, languages: readonly string[]): Reading;
  close(): void;
}

const neuralEngine = 1;
const automaticLayout = '3';
const sauvola = '2';
/** Sets of languages kept ready; each takes some 50 MB. */
const maxReady = 3;

/**
 * Tesseract. It reads one picture at a time and blocks its thread meanwhile; who wants to stop it ends the process.
 *
 * @param dataFile the file of a language's data, where there is one
 * @param onProgress called some times a second while it reads, though the thread is held
 */
export async function createTextEngine(
  dataFile: (language: string) => string | undefined,
  onProgress: () => void,
): Promise<TextEngine> {
  const core = await loadTesseractCore(onProgress);
  const loaded = new Set<string>();
  const ready = new Map<string, TesseractApi>();

  function load(language: string): void {
    if (loaded.has(language)) return;
    const file = dataFile(language);
    if (!file)
      throw new AppError('ocr_unavailable', `Text recognition has no data for the language ${language}.`);
    core.FS.writeFile(`/${language}.traineddata`, readLanguageData(file));
    loaded.add(language);
  }

  function apiFor(languages: readonly string[]): TesseractApi {
    const key = languages.join('+');
    const existing = ready.get(key);
    ready.delete(key);
    const api = existing ?? start(languages, key);
    ready.set(key, api);
    const oldest = ready.size > maxReady ? ready.keys().next().value : undefined;
    if (oldest !== undefined) {
      ready.get(oldest)?.End();
      ready.delete(oldest);
    }
    return api;
  }

  function start(languages: readonly string[], key: string): TesseractApi {
    for (const language of languages) load(language);
    const api = new core.TessBaseAPI();
    if (api.Init(null, key, neuralEngine, null) !== 0)
      throw new AppError('ocr_unavailable', `The language data of text recognition (${key}) is damaged.`);
    api.SetVariable('tessedit_pageseg_mode', automaticLayout);
    // Light and dark are told apart place by place: a table's coloured head is read like the rest of it.
    api.SetVariable('thresholding_method', sauvola);
    // Else every syllable of a Korean word becomes a word when English stands before Korean.
    api.SetVariable('preserve_interword_spaces', '1');
    return api;
  }

  function show(api: TesseractApi, bitmap: Bitmap): void {
    core.FS.writeFile('/input', portableGreymap(bitmap));
    if (api.SetImageFile(1, 0) !== 0)
      throw new AppError('internal', 'Text recognition did not take a picture.');
    api.SetSourceResolution(300);
  }

  return {
    read(bitmap, languages) {
      const api = apiFor(languages);
      try {
        show(api, bitmap);
        api.Recognize(null);
        const slope = (Math.atan(api.GetGradient()) * 180) / Math.PI;
        return { paragraphs: toParagraphs(api.GetJSONText()), slope };
      } finally {
        api.Clear();
      }
    },
    close() {
      for (const api of ready.values()) api.End();
      ready.clear();
    },
  };
}

/** The simplest of picture files: a line of numbers and the grey bytes. */
function portableGreymap({ data, width, height, channels }: Bitmap): Uint8Array {
  if (channels !== 1) throw new AppError('internal', 'Text recognition takes grey pictures.');
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);
}

const boxSchema = z.object({ x0: z.number(), y0: z.number(), x1: z.number(), y1: z.number() });
const layoutSchema = z.object({
  blocks: z.array(
    z.object({
      paragraphs: z.array(
        z.object({
          lines: z.array(
            z.object({
              text: z.string(),
              bbox: boxSchema,
              words: z.array(z.object({ text: z.string(), confidence: z.number() })),
            }),
          ),
        }),
      ),
    }),
  ),
});

function toParagraphs(json: string): ReadParagraph[] {
  const { blocks } = layoutSchema.parse(JSON.parse(json));
  return blocks.flatMap((block) =>
    block.paragraphs.map(({ lines }) =>
      lines.map(({ text, bbox, words }) => ({
        text: text.trim(),
        box: { left: bbox.x0, top: bbox.y0, right: bbox.x1, bottom: bbox.y1 },
        words: words.map((word) => ({ text: word.text, confidence: word.confidence / 100 })),
      })),
    ),
  );
}
