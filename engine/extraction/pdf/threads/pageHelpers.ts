import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PdfParser } from '../pdfParser.ts';
import type { ReadPage } from '../readPage.ts';
import { unpackPages } from './packPages.ts';
import type { PageBatches } from './pageBatches.ts';
import type { PageReply, PageTask, PageThreadData } from './servePages.ts';

/** Threads that help to read long documents, started when the first comes and ended soon after the last. */
export interface PageHelpers {
  /**
   * Reads batches of the document beside the caller, until there are none left.
   *
   * @returns undefined where no help is to be had: too few cores, too large a file, all helpers at work (or still
   *   closing the document before)
   */
  help(parser: PdfParser, bytes: Uint8Array, pageCount: number, batches: PageBatches): Help | undefined;
  /** Threads wait for work: help costs no more than opening the document once again. */
  areStarted(): boolean;
  /** Ends all threads. */
  close(): void;
}

/** The help with one document. */
export interface Help {
  /**
   * The pages that helpers read, as soon as there are as many: a thread that has yet to start, or to close the
   * document, is not waited for. Fewer where helpers failed.
   */
  collect(count: number): Promise<HelperPages>;
  /** Ends the threads at once, whatever they are at. */
  abandon(): void;
}

export interface HelperPages {
  pages: Map<number, ReadPage | null>;
  /** Why a helper could not go on. */
  errors: string[];
}

const maxHelpers = 3;
/** The document is copied into each thread; beside one another they stay far below a gibibyte. */
const maxBytes = 32 * 1024 * 1024;
const maxThreadMemoryBytes = 96 * 1024 * 1024;
const maxThreadHeapMiB = 96;
/** A folder is read file by file, and a thread takes long to start: they are kept for the next long document. */
const idleMs = 30_000;

interface Helper {
  run(task: PageTask, onPages: (from: number, pages: (ReadPage | null)[]) => void): Promise<void>;
  isBusy(): boolean;
  end(): void;
}

/** @param entry the file that calls `servePages`; without one there is no help */
export function createPageHelpers(entry: URL | undefined): PageHelpers {
  const helpers = new Set<Helper>();
  const most = Math.min(maxHelpers, availableParallelism() - 1);
  let idleTimer: NodeJS.Timeout | undefined;

  function findIdle(parser: PdfParser): Helper[] {
    if (!entry) return [];
    while (helpers.size < most) {
      const helper = startHelper(entry, parser, () => helpers.delete(helper));
      helpers.add(helper);
    }
    return [...helpers].filter((helper) => !helper.isBusy());
  }

  function close(): void {
    for (const helper of [...helpers]) helper.end();
  }

  function closeIdle(): void {
    for (const helper of [...helpers]) if (!helper.isBusy()) helper.end();
  }

  return {
    help(parser, bytes, pageCount, batches) {
      if (bytes.length > maxBytes) return undefined;
      const idle = findIdle(parser);
      if (idle.length === 0) return undefined;
      clearTimeout(idleTimer);
      const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
      shared.set(bytes);
      const read: HelperPages = { pages: new Map(), errors: [] };
      let onPages = (): void => undefined;
      const runs = idle.map((helper) =>
        helper
          .run({ bytes: shared, pageCount, counter: batches.counter }, (from, pages) => {
            for (const [offset, page] of pages.entries()) read.pages.set(from + offset, page);
            onPages();
          })
          .catch((error: unknown) => void read.errors.push(String(error))),
      );
      const whenDone = Promise.all(runs).then(() => {
        clearTimeout(idleTimer);
        idleTimer = setTimeout(closeIdle, idleMs).unref();
      });
      return {
        async collect(count) {
          const whenRead = new Promise<void>((resolve) => {
            onPages = () => {
              if (read.pages.size >= count) resolve();
            };
            onPages();
          });
          await Promise.race([whenRead, whenDone]);
          return read;
        },
        abandon() {
          for (const helper of idle) helper.end();
        },
      };
    },
    areStarted: () => helpers.size > 0,
    close,
  };
}

function startHelper(entry: URL, parser: PdfParser, onEnd: () => void): Helper {
  const data: PageThreadData = { module: parser.shared, maxMemoryBytes: maxThreadMemoryBytes };
  const thread = new Worker(entry, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: maxThreadHeapMiB },
  });
  thread.unref();
  let current: { onReply(reply: PageReply): void; onEnd(error: Error): void } | undefined;
  const fail = (error: Error) => {
    onEnd();
    current?.onEnd(error);
  };
  thread.on('message', (reply: PageReply) => current?.onReply(reply));
  thread.on('error', fail);
  thread.on('exit', () => fail(new Error('The thread ended.')));

  return {
    isBusy: () => current !== undefined,
    run(task, onPages) {
      thread.ref();
      return new Promise<void>((resolve, reject) => {
        current = {
          onReply(reply) {
            if (reply.type === 'pages') return onPages(reply.from, unpackPages(reply.packed));
            current = undefined;
            thread.unref();
            if (reply.error === undefined) return resolve();
            // PDFium may be in no known state.
            void thread.terminate();
            reject(new Error(reply.error));
          },
          onEnd(error) {
            current = undefined;
            reject(error);
          },
        };
        thread.postMessage(task);
      });
    },
    end() {
      onEnd();
      void thread.terminate();
    },
  };
}
