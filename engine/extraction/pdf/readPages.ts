import { throwIfAborted, yieldToEventLoop } from '#base';
import { textTooLong } from '../fileErrors.ts';
import type { Source } from '../format.ts';
import type { PdfDocument, PdfParser } from './pdfParser.ts';
import { createPageReader, type ReadPage } from './readPage.ts';
import { createPageBatches } from './threads/pageBatches.ts';
import type { PageHelpers } from './threads/pageHelpers.ts';

const yieldIntervalMs = 20;

export interface HelpThresholds {
  /** Help is called when the pages that are left would take longer than this: starting threads takes its time. */
  worthHelpMs: number;
  /** The same where the threads are started. */
  worthStartedHelpMs: number;
  /** Reading goes on this long before it is judged. */
  judgedAfterMs: number;
  /** So many pages are not judged: help is called before the first. */
  longDocument: number;
  /** The same where the threads are started: the first page often takes longest, as its fonts are read with it. */
  longForStartedHelp: number;
}

const usualThresholds: HelpThresholds = {
  worthHelpMs: 150,
  worthStartedHelpMs: 40,
  judgedAfterMs: 8,
  longDocument: 150,
  longForStartedHelp: 12,
};

/** All pages in order, null for those that could not be read. Long documents are read by several threads. */
export async function readPages(
  parser: PdfParser,
  helpers: PageHelpers,
  document: PdfDocument,
  source: Source,
  thresholds = usualThresholds,
): Promise<(ReadPage | null)[]> {
  const { pageCount } = document;
  const pages: (ReadPage | null | undefined)[] = new Array(pageCount);
  const batches = createPageBatches(pageCount);
  const readPage = createPageReader(document);
  const budget = createTextBudget(source);
  const began = performance.now();
  let yieldedAt = began;
  let done = 0;
  const callHelp = () => helpers.help(parser, source.bytes, pageCount, batches);
  const { longDocument, longForStartedHelp } = thresholds;
  const isLong = pageCount >= (helpers.areStarted() ? longForStartedHelp : longDocument);
  let help = isLong ? callHelp() : undefined;

  function isWorthHelp(): boolean {
    const spent = performance.now() - began;
    if (spent < thresholds.judgedAfterMs) return false;
    const left = (spent / done) * (pageCount - done);
    return left > (helpers.areStarted() ? thresholds.worthStartedHelpMs : thresholds.worthHelpMs);
  }

  async function read(index: number): Promise<void> {
    const page = readPage(index);
    budget.count(page);
    pages[index] = page;
    source.onProgress(++done, pageCount);
    if (performance.now() - yieldedAt < yieldIntervalMs) return;
    await yieldToEventLoop();
    throwIfAborted(source.signal);
    yieldedAt = performance.now();
  }

  try {
    for (let batch = batches.claim(); batch; batch = batches.claim()) {
      for (let index = batch.from; index < batch.to; index++) {
        await read(index);
        if (!help && isWorthHelp()) help = callHelp();
      }
    }
    if (help) {
      const helped = await untilAborted(help.collect(pageCount - done), source.signal);
      for (const [index, page] of helped.pages) {
        budget.count(page);
        pages[index] = page;
      }
      // What a helper took and did not bring is read here; where the file is at fault it fails here as well.
      for (let index = 0; index < pageCount; index++) if (pages[index] === undefined) await read(index);
    }
  } catch (error) {
    batches.stop();
    help?.abandon();
    throw error;
  }
  return pages.map((page) => page ?? null);
}

/** Refuses more text than the limit as soon as it is seen. */
function createTextBudget(source: Source) {
  let length = 0;
  return {
    count(page: ReadPage | null): void {
      for (const line of page?.lines ?? []) length += line.text.length;
      if (length > source.limits.maxTextLength) throw textTooLong(source.name, source.limits.maxTextLength);
    },
  };
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  throwIfAborted(signal);
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
