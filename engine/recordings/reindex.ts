import { yieldToEventLoop } from '#base';
import type { JobRunner } from '#jobs';
import { toIndexJob } from '#pipelines';
import type { DocumentToIndex, Storage, UnheardFor, WantedToIndex } from '#storage';

export interface Reindex {
  /** Every document of these contents, in every knowledge base; only what is new in them is embedded anew. */
  ofContent(contentHashes: readonly string[]): Promise<void>;
  /** Every recording that is indexed. */
  ofAll(): Promise<void>;
  /** Every document that was left out for this reason, and may not be any more. */
  ofUnheard(reason: Exclude<UnheardFor, 'version'>): Promise<void>;
}

/** Rows that are looked at in one go: more would hold the event loop. */
const rowsAtOnce = 10_000;
/** Once for each library: what an earlier version skipped, since it heard nothing at all. */
const askedSetting = 'recordings.isUnsupportedAsked';

/** Puts documents in the queue again whose files have not changed. */
export function createReindex({
  storage,
  runner,
}: {
  storage: Storage;
  runner: Pick<JobRunner, 'enqueue'>;
}): Reindex {
  const { read, write } = storage;

  async function enqueue(documents: readonly DocumentToIndex[]): Promise<void> {
    if (documents.length === 0) return;
    await runner.enqueue(
      documents.map(({ kbId, path, preset, stamp }) =>
        toIndexJob({ kbId, path, preset, stamp, isAgain: true }),
      ),
    );
  }

  async function enqueueAll(wanted: WantedToIndex): Promise<void> {
    for (let after: number | null = 0; after !== null; ) {
      const page: { documents: DocumentToIndex[]; next: number | null } = read.listToIndex({
        wanted,
        after,
        span: rowsAtOnce,
      });
      await enqueue(page.documents);
      after = page.next;
      await yieldToEventLoop();
    }
  }

  return {
    ofContent: (contentHashes) => enqueue(read.findDocumentsOfContent(contentHashes)),
    ofAll: () => enqueueAll('recordings'),
    async ofUnheard(reason) {
      await enqueueAll(reason);
      if (reason !== 'model' || read.readSetting(askedSetting) === true) return;
      await enqueueAll('version');
      await write.writeSetting({ key: askedSetting, value: true });
    },
  };
}
