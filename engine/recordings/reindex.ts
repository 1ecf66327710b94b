import type { JobRunner } from '#jobs';
import { toIndexJob } from '#pipelines';
import type { DocumentToIndex, Storage } from '#storage';

export interface Reindex {
  /** Every document of these contents, in every knowledge base; only what is new in them is embedded anew. */
  ofContent(contentHashes: readonly string[]): Promise<void>;
  /** Every recording that is indexed. */
  ofAll(): Promise<void>;
  /** Every document that was left out for want of a speech model. @returns how many */
  ofUnheard(): Promise<number>;
}

const documentsPerPage = 500;
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

  async function enqueuePages(pageAfter: (after: number) => DocumentToIndex[]): Promise<number> {
    let count = 0;
    for (let after = 0; ; ) {
      const page = pageAfter(after);
      await enqueue(page);
      count += page.length;
      const last = page.at(-1);
      if (!last || page.length < documentsPerPage) return count;
      after = last.rowId;
    }
  }

  return {
    ofContent: (contentHashes) => enqueue(read.findDocumentsOfContent(contentHashes)),
    async ofAll() {
      await enqueuePages((after) => read.listRecordings({ after, limit: documentsPerPage }));
    },
    async ofUnheard() {
      const withUnsupported = read.readSetting(askedSetting) !== true;
      const count = await enqueuePages((after) =>
        read.listUnheard({ after, limit: documentsPerPage, withUnsupported }),
      );
      if (withUnsupported) await write.writeSetting({ key: askedSetting, value: true });
      return count;
    },
  };
}
