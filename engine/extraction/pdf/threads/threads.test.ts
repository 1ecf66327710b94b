import { expect, it, vi } from 'vitest';
import type { Source } from '../../format.ts';
import { buildPdf, column } from '../../testing/buildPdf.ts';
import { generousLimits } from '../../testing/extractBytes.ts';
import { createPdfiumParser } from '../pdfium/pdfiumParser.ts';
import { createPageReader, type ReadPage } from '../readPage.ts';
import { readPages } from '../readPages.ts';
import { packPages, unpackPages } from './packPages.ts';
import { createPageBatches } from './pageBatches.ts';
import { createPageHelpers, type PageHelpers } from './pageHelpers.ts';

const entry = new URL('./pageThread.ts', import.meta.url);
const pageCount = 80;

/** Every page its own text, some with a table, some blank, some turned. */
const bytes = buildPdf(
  Array.from({ length: pageCount }, (_, index) => ({
    rotate: (index % 4) * 90,
    lines:
      index % 9 === 0
        ? []
        : [
            ...column([`This is page ${index + 1} of the document,`, 'and this its second line.'], 60, 700),
            ...['a', 'b', 'c'].flatMap((name, row) => [
              { text: `${name} of ${index}`, x: 60, y: 600 - row * 14, isBold: true },
              { text: `${row * index}`, x: 260, y: 600 - row * 14 },
            ]),
          ],
  })),
);

const sourceOf = (signal?: AbortSignal): Source => ({
  name: 'long.pdf',
  extension: 'pdf',
  mediaType: 'application/pdf',
  limits: generousLimits,
  tools: { pdf: { use: () => Promise.reject(new Error('Not asked for.')) } },
  signal,
  onProgress: () => undefined,
  bytes,
});

async function withHelpers<T>(
  thread: URL | undefined,
  work: (helpers: PageHelpers) => Promise<T>,
): Promise<T> {
  const helpers = createPageHelpers(thread);
  try {
    return await work(helpers);
  } finally {
    helpers.close();
  }
}

it('reads the same pages in threads as in one', async () => {
  const parser = await createPdfiumParser();
  const document = parser.open(bytes);
  const alone = Array.from({ length: pageCount }, (_, index) => createPageReader(document)(index));
  document.close();
  await withHelpers(entry, async (helpers) => {
    const help = helpers.help(parser, bytes, pageCount, createPageBatches(pageCount));
    if (!help) throw new Error('There are no helpers on a machine of one core.');
    const { pages, errors } = await help.collect(pageCount);
    expect(errors).toEqual([]);
    expect(Array.from({ length: pageCount }, (_, index) => pages.get(index))).toEqual(alone);
  });
});

it('keeps every property of a page on its way between threads', async () => {
  const parser = await createPdfiumParser();
  const document = parser.open(bytes);
  const read = createPageReader(document);
  const found = Array.from({ length: pageCount }, (_, index) => read(index));
  const pages: (ReadPage | null)[] = [null, ...found.slice(0, 9), null, null, ...found.slice(9), null];
  document.close();
  // All that there is to keep is there: marks, edges with and without keys, cells.
  const all = found.flatMap((page) => page ?? []);
  expect(all.some(({ marks }) => marks)).toBe(true);
  expect(all.some(({ top }) => top.keys.some((key) => key.length > 1))).toBe(true);
  expect(all.some(({ foot }) => foot.lines.length > 1 && foot.keys.includes(''))).toBe(true);
  expect(all.some(({ lines }) => lines.some(({ cells }) => cells))).toBe(true);
  expect(unpackPages(packPages(pages))).toEqual(pages);
  expect(unpackPages(packPages([]))).toEqual([]);
});

it('reads itself what helpers that break leave, and ends them when it is stopped', async () => {
  const parser = await createPdfiumParser();
  const atOnce = {
    judgedAfterMs: 0,
    worthHelpMs: 0,
    worthStartedHelpMs: 0,
    longDocument: 1,
    longForStartedHelp: 1,
  };
  const document = parser.open(bytes);
  try {
    // A helper that takes pages and dies with them.
    const greedy: PageHelpers = {
      help: (_parser, _bytes, _count, batches) => {
        batches.claim();
        batches.claim();
        return {
          collect: () => Promise.resolve({ pages: new Map(), errors: ['The thread ended.'] }),
          abandon: () => undefined,
        };
      },
      areStarted: () => false,
      close: () => undefined,
    };
    const alone = Array.from({ length: pageCount }, (_, index) => createPageReader(document)(index));
    for (const longDocument of [1, Number.POSITIVE_INFINITY]) {
      const read = await readPages(parser, greedy, document, sourceOf(), { ...atOnce, longDocument });
      expect(read).toEqual(alone);
    }

    const controller = new AbortController();
    let isAbandoned = false;
    const slow: PageHelpers = {
      help: (_parser, _bytes, _count, batches) => {
        batches.stop();
        setTimeout(() => controller.abort(), 20);
        return {
          collect: () => new Promise(() => undefined),
          abandon() {
            isAbandoned = true;
          },
        };
      },
      areStarted: () => false,
      close: () => undefined,
    };
    const stopped = readPages(parser, slow, document, sourceOf(controller.signal), atOnce);
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(isAbandoned).toBe(true);
  } finally {
    document.close();
  }
});

it('asks for help before the first page where threads are started, and of a shorter document then', async () => {
  const parser = await createPdfiumParser();
  const document = parser.open(bytes);
  const never = Number.POSITIVE_INFINITY;
  const thresholds = { judgedAfterMs: never, worthHelpMs: 0, worthStartedHelpMs: 0, longDocument: never };
  try {
    for (const [areStarted, longForStartedHelp, calls] of [
      [true, pageCount, 1],
      [true, pageCount + 1, 0],
      [false, pageCount, 0],
    ] as const) {
      const pagesBefore: number[] = [];
      const helpers: PageHelpers = {
        help(_parser, _bytes, _count, batches) {
          pagesBefore.push(Atomics.load(batches.counter, 0));
          return {
            collect: () => Promise.resolve({ pages: new Map(), errors: [] }),
            abandon: () => undefined,
          };
        },
        areStarted: () => areStarted,
        close: () => undefined,
      };
      await readPages(parser, helpers, document, sourceOf(), { ...thresholds, longForStartedHelp });
      expect(pagesBefore).toEqual(Array(calls).fill(0));
    }
  } finally {
    document.close();
  }
});

it('hands out every page once, and the last ones one by one', () => {
  for (const count of [0, 1, 3, 5, 13, pageCount]) {
    const mine = createPageBatches(count);
    const theirs = createPageBatches(count, mine.counter);
    const claimed: number[] = [];
    let last = 0;
    for (let turn = 0, batch = mine.claim(); batch; batch = (turn++ % 2 === 0 ? theirs : mine).claim()) {
      for (let page = batch.from; page < batch.to; page++) claimed.push(page);
      last = batch.to - batch.from;
    }
    expect(claimed).toEqual(Array.from({ length: count }, (_, page) => page));
    expect(last).toBe(Math.min(1, count));
    mine.stop();
    expect(theirs.claim()).toBeUndefined();
  }
});

it('waits for no thread that has nothing to bring, and asks for help again once it is free', async () => {
  const parser = await createPdfiumParser();
  await withHelpers(entry, async (helpers) => {
    const batches = createPageBatches(pageCount);
    while (batches.claim());
    const help = helpers.help(parser, bytes, pageCount, batches);
    if (!help) throw new Error('There are no helpers on a machine of one core.');
    // Before the thread has started, which takes it a while.
    expect(await help.collect(0)).toEqual({ pages: new Map(), errors: [] });
    expect(helpers.help(parser, bytes, pageCount, createPageBatches(pageCount))).toBeUndefined();
    await vi.waitFor(async () => {
      const next = helpers.help(parser, bytes, pageCount, createPageBatches(pageCount));
      expect((await next?.collect(pageCount))?.pages.size).toBe(pageCount);
    }, 10_000);
  });
});

it('goes on alone where its thread cannot start', async () => {
  const parser = await createPdfiumParser();
  await withHelpers(new URL('./thereIsNone.ts', import.meta.url), async (helpers) => {
    const help = helpers.help(parser, bytes, pageCount, createPageBatches(pageCount));
    expect((await help?.collect(pageCount))?.errors.length).toBeGreaterThan(0);
  });
  await withHelpers(undefined, async (helpers) => {
    expect(helpers.help(parser, bytes, pageCount, createPageBatches(pageCount))).toBeUndefined();
  });
});
