import type { Part } from '@adiuva/contracts';
import type { ExtractionLimits, ocrContract, PicturePlace } from '@adiuva/contracts/workers';
import { AppError, hasCode } from '#base';
import type { RunningJob } from '#jobs';
import type { WorkerPool } from '#workers';
import type { StagedBatch, StagedExtraction } from './stagedExtraction.ts';

/** Text recognition, as far as indexing knows it. */
export interface TextRecognition {
  pool: WorkerPool<typeof ocrContract>;
  /** Languages to look for in a document, the most likely first; none where nothing is installed. */
  languages(documentLanguage: string | undefined): Promise<string[]>;
}

/** One picture may take this long. */
const pictureTimeoutMs = 25_000;

export interface Recognised {
  /** What a person should know of it. */
  warnings: string[];
  /** ISO 639-1, of the text that was found. */
  language: string | undefined;
}

/**
 * Puts text in the place of pictures: pages that were scanned, photographs of documents. Every picture's text is on
 * the disk before the next is read, so a kill costs one picture.
 *
 * @throws AppError `ocr_unavailable` when there is nothing but pictures and nothing to read them with
 */
export async function recognisePictures(
  recognition: TextRecognition,
  job: RunningJob<{ path: string }>,
  staged: StagedExtraction,
  limits: ExtractionLimits,
): Promise<Recognised> {
  const { path } = job.payload;
  const total = await countAwaiting(staged);
  if (total.pictures === 0) return { warnings: [], language: undefined };
  const languages = await recognition.languages(staged.frame.metadata.language);
  if (languages.length === 0) {
    const message = `the text of ${total.pictures === 1 ? 'a picture' : `${total.pictures} pictures`} in it can only be read with text recognition (OCR), which is not installed; see adiuva doctor.`;
    if (total.others === 0) throw new AppError('ocr_unavailable', `${path} was not read: ${message}`);
    return { warnings: [`Some of it was left out: ${message}`], language: undefined };
  }
  let done = 0;
  let unread = 0;
  let language: string | undefined;
  for await (const batch of staged.batches()) {
    const ordinals = batch.parts.flatMap((part, index) => (part.awaitsOcr ? [index] : []));
    for (let next = 0; next < ordinals.length; ) {
      const places = ordinals.slice(next).flatMap((index) => placeOf(batch.parts[index]));
      const left = ordinals.slice(next);
      const read = await job.aside(() => recogniseBatch(places, batch, left, languages));
      next += read;
      if (next >= ordinals.length) break;
      // The worker ended on this one: it stays without text, and the others go on.
      unread++;
      await putText(batch, ordinals[next], { text: '', blocks: [] });
      next++;
      tellProgress();
    }
  }
  const warning = `${unread === 1 ? '1 picture' : `${unread} pictures`} could not be read by text recognition.`;
  return { warnings: unread === 0 ? [] : [warning], language };

  function tellProgress(): void {
    done++;
    job.progress({ stage: 'recognise', fraction: Math.min(1, done / total.pictures) });
  }

  async function putText(
    batch: StagedBatch,
    index: number | undefined,
    text: Pick<Part, 'text' | 'blocks'> & Partial<Pick<Part, 'lines' | 'ocrConfidence'>>,
  ): Promise<void> {
    const part = index === undefined ? undefined : batch.parts[index];
    if (!part || index === undefined) throw new AppError('internal', 'A text came for no picture.');
    const { awaitsOcr: _read, ...rest } = part;
    batch.parts[index] = { ...rest, ...text, locator: { ...part.locator, end: text.text.length } };
    await staged.replace(batch);
  }

  /** @returns how many were read before the worker ended, all of them unless a picture ended it */
  async function recogniseBatch(
    pictures: PicturePlace[],
    batch: StagedBatch,
    indexes: readonly number[],
    wanted: string[],
  ): Promise<number> {
    let read = 0;
    const writes: Promise<void>[] = [];
    try {
      const result = await recognition.pool.call(
        'ocr.recognise',
        { path, limits, languages: wanted, pictures },
        {
          signal: job.signal,
          stallMs: pictureTimeoutMs,
          onEvent(event) {
            if (event.type !== 'picture') return;
            read = event.index + 1;
            tellProgress();
            const write = putText(batch, indexes[event.index], event.text);
            write.catch(() => undefined);
            writes.push(write);
          },
        },
      );
      language ??= result.language;
    } catch (error) {
      if (!isThePicturesFault(error)) throw error;
    } finally {
      await Promise.all(writes);
    }
    return read;
  }
}

function isThePicturesFault(error: unknown): boolean {
  return (
    hasCode(error, 'timeout') ||
    hasCode(error, 'extraction_memory') ||
    (hasCode(error, 'worker_crashed') && error.details?.byItself === true)
  );
}

async function countAwaiting(staged: StagedExtraction): Promise<{ pictures: number; others: number }> {
  let pictures = 0;
  let others = 0;
  for await (const { parts } of staged.batches()) {
    for (const part of parts) {
      if (part.awaitsOcr) pictures++;
      else if (part.text.trim() !== '') others++;
    }
  }
  return { pictures, others };
}

function placeOf(part: Part | undefined): PicturePlace[] {
  if (!part) return [];
  const { locator } = part;
  const { within } = locator;
  const page = locator.kind === 'page' || locator.kind === 'region' ? locator.page : undefined;
  return [{ ...(within && { within }), ...(page !== undefined && { page }) }];
}
