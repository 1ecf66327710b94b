import { yieldToEventLoop } from '#base';
import type { JobRunner } from '#jobs';
import { toIndexJob } from '#pipelines';
import type { DocumentToIndex, Storage, UnheardFor, WantedToIndex } from '#storage';

export interface Reindex {
  /**
   * Every document of these contents, in every knowledge base, before others that wait; only what is new in them is
   * embedded anew.
   */
  ofContent(contentHashes: readonly string[]): Promise<void>;
  /** The same, and waits for the end of it; where the queue is paused, or the engine closes, it is for later. */
  ofContentToEnd(contentHashes: readonly string[]): Promise<void>;
  /** Every recording that is indexed. */
  ofAll(): Promise<void>;
  /** Every document that was left out for this reason, and may not be any more. */
  ofUnheard(reason: Exclude<UnheardFor, 'version'>): Promise<void>;
}

/** Rows that are looked at in one go: more would hold the event loop. */
const rowsAtOnce = 10_000;
/** Somebody looks at it: before files that are read in the background. */
const byHand = 2;
const inBackground = 0;
/** Once for each library: what an earlier version skipped, since it heard nothing at all. */
const askedSetting = 'recordings.isUnsupportedAsked';

/** Puts documents in the queue again whose files have not changed. */
export function createReindex({
  storage,
  runner,
}: {
  storage: Storage;
  runner: Pick<JobRunner, 'enqueue' | 'ended' | 'isPaused'>;
}): Reindex {
  const { read, write } = storage;

  async function enqueue(documents: readonly DocumentToIndex[], priority: number): Promise<number[]> {
    if (documents.length === 0) return [];
    return runner.enqueue(
      documents.map(({ kbId, path, preset, stamp }) => ({
        ...toIndexJob({ kbId, path, preset, stamp, isAgain: true }),
        priority,
      })),
    );
  }
  const enqueueContent = (contentHashes: readonly string[]) =>
    enqueue(read.findDocumentsOfContent(contentHashes), byHand);

  async function enqueueAll(wanted: WantedToIndex): Promise<void> {
    for (let after: number | null = 0; after !== null; ) {
      const page: { documents: DocumentToIndex[]; next: number | null } = read.listToIndex({
        wanted,
        after,
        span: rowsAtOnce,
      });
      await enqueue(page.documents, inBackground);
      after = page.next;
      await yieldToEventLoop();
    }
  }

  return {
    async ofContent(contentHashes) {
      await enqueueContent(contentHashes);
    },
    async ofContentToEnd(contentHashes) {
      const ids = await enqueueContent(contentHashes);
      if (runner.isPaused()) return;
      await Promise.allSettled(ids.map((id) => runner.ended(id)));
    },
    ofAll: () => enqueueAll('recordings'),
    async ofUnheard(reason) {
      await enqueueAll(reason);
      if (reason !== 'model' || read.readSetting(askedSetting) === true) return;
      await enqueueAll('version');
      await write.writeSetting({ key: askedSetting, value: true });
    },
  };
}
