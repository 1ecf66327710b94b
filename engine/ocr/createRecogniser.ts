import type { ContainerStep } from '@adiuva/contracts';
import type { ExtractionLimits, PicturePlace } from '@adiuva/contracts/workers';
import { AppError, throwIfAborted } from '#base';
import { createExtractor, type Drawable } from '#extraction';
import { findLanguageData } from '#ocrLanguages';
import { createPageReader } from './createPageReader.ts';
import { noText, type PageText } from './pageText.ts';
import { createTextEngine, type TextEngine } from './textEngine.ts';

export interface RecogniseInput {
  path: string;
  limits: ExtractionLimits;
  /** The most likely first; those after are tried where the text looks like them. */
  languages: readonly string[];
  pictures: readonly PicturePlace[];
}

export interface Recogniser {
  /**
   * Reads the text of pictures in a file, one after the other. A picture or member that cannot be drawn has no text.
   *
   * @param onPicture each picture's text as soon as it is read, in their order
   * @throws AppError `ocr_unavailable` when no data is installed for any of the languages; what opening the file
   *   throws; `cancelled` between two pictures
   */
  recognise(
    input: RecogniseInput,
    onPicture: (index: number, text: PageText) => void,
    options: { onAlive: () => void; signal?: AbortSignal },
  ): Promise<void>;
}

/**
 * A picture is looked at again, turned or in another language, as long as it has not taken this much of a core: what
 * is found must not depend on what else the machine does.
 */
const enoughMs = 15_000;
/** One look at a full page takes some seconds, on a slow machine ten times that. */
const longestMs = 60_000;
const aliveEveryMs = 500;

/** @param modelsFolder where languages lie that were installed on demand */
export function createRecogniser(modelsFolder: string): Recogniser {
  const extractor = createExtractor();
  let engine: Promise<TextEngine> | undefined;
  let tellAlive = (): void => undefined;

  function start(): Promise<TextEngine> {
    const dataFile = (language: string) => findLanguageData(modelsFolder).get(language);
    return createTextEngine(dataFile, () => tellAlive());
  }

  return {
    async recognise({ path, limits, languages, pictures }, onPicture, { onAlive, signal }) {
      const data = findLanguageData(modelsFolder);
      const installed = languages.filter((language) => data.has(language));
      if (installed.length === 0)
        throw new AppError('ocr_unavailable', `Text recognition has no data for ${languages.join(', ')}.`);
      engine ??= start();
      const reader = createPageReader(await engine, installed);
      let opened: { key: string; drawable: Promise<Drawable> } | undefined;

      const open = (within: readonly ContainerStep[]): Promise<Drawable> => {
        const key = JSON.stringify(within);
        if (opened?.key !== key)
          opened = { key, drawable: extractor.openDrawable({ path, limits }, within, { signal, onAlive }) };
        return opened.drawable;
      };

      for (const [index, { within = [], page = 1 }] of pictures.entries()) {
        throwIfAborted(signal);
        const startedAt = performance.now();
        const elapsed = () => performance.now() - startedAt;
        const usage = process.cpuUsage();
        const worked = () => sumMilliseconds(process.cpuUsage(usage));
        // Past its time a picture falls silent, and whoever watches the worker ends it.
        tellAlive = throttled(() => elapsed() < longestMs && onAlive());
        onAlive();
        onPicture(
          index,
          await readOrNothing(async () => reader.read(await open(within), page, () => worked() < enoughMs)),
        );
      }
    },
  };
}

/** The file is not there as it was; all else is one picture's own fault, and the others are read. */
const fileFaults = [
  'file_not_found',
  'file_unreadable',
  'file_changed',
  'file_encrypted',
  'cancelled',
  'ocr_unavailable',
];

async function readOrNothing(read: () => Promise<PageText>): Promise<PageText> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AppError) || fileFaults.includes(error.code)) throw error;
    return noText;
  }
}

function sumMilliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

function throttled(tell: () => void): () => void {
  let last = 0;
  return () => {
    if (performance.now() - last < aliveEveryMs) return;
    last = performance.now();
    tell();
  };
}
