import { localUser } from '#base';
import type { Log } from '#ports';
import type { IngestDeps } from './ingest.ts';
import { syncFolder } from './syncFolder.ts';
import { codeOf, type TreeWatch, watchTree } from './watchTree.ts';

/** A burst of changes is one sync, this long after its last. */
const settleMs = 2_000;
/** Notifications get lost; the scan is the truth. */
const scanEveryMs = 60 * 60 * 1000;

export interface FolderFollower {
  /** Takes up folders that were added, lets go of those that were removed; resolves when their syncs have ended. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

interface Followed {
  watcher: TreeWatch | null;
  settle: NodeJS.Timeout | undefined;
  syncing: Promise<void> | undefined;
  isStale: boolean;
  ending: AbortController;
}

/** Keeps the library in line with the watched folders while the engine runs: at start, on changes, every hour. */
export function followFolders(deps: IngestDeps & { log: Log }): FolderFollower {
  const { storage, log, clock } = deps;
  const followed = new Map<string, Followed>();
  let isClosed = false;
  const hourly = setInterval(() => {
    for (const key of followed.keys()) sync(key);
  }, scanEveryMs);
  hourly.unref();
  void refresh();

  async function refresh(): Promise<void> {
    const ended: Followed[] = [];
    const wanted = new Map(
      storage.read.listWatchedFolders().map((folder) => [`${folder.kb}\n${folder.path}`, folder]),
    );
    for (const [key, entry] of followed) {
      if (wanted.has(key)) continue;
      stop(entry);
      followed.delete(key);
      ended.push(entry);
    }
    for (const [key, { path }] of wanted) {
      if (followed.has(key)) continue;
      followed.set(key, {
        watcher: open(key, path),
        settle: undefined,
        syncing: undefined,
        isStale: false,
        ending: new AbortController(),
      });
      sync(key);
    }
    await Promise.all(ended.map(({ syncing }) => syncing));
  }

  function open(key: string, path: string): TreeWatch | null {
    try {
      return watchTree(
        path,
        () => {
          const entry = followed.get(key);
          if (!entry) return;
          clearTimeout(entry.settle);
          entry.settle = setTimeout(() => sync(key), settleMs);
          entry.settle.unref();
        },
        // The hourly scan goes on.
        (error) => log.warn('folders.watch_lost', { code: codeOf(error) }),
      );
    } catch (error) {
      log.warn('folders.not_watchable', { code: codeOf(error) });
      return null;
    }
  }

  function sync(key: string): void {
    const entry = followed.get(key);
    const folder = storage.read.listWatchedFolders().find(({ kb, path }) => `${kb}\n${path}` === key);
    if (!entry || !folder || isClosed) return;
    if (entry.syncing) {
      entry.isStale = true;
      return;
    }
    entry.isStale = false;
    entry.syncing = syncFolder(deps, folder.path, {
      kb: folder.kb,
      preset: null,
      presetOfNew: folder.preset,
      principal: localUser,
      signal: entry.ending.signal,
      emit: () => undefined,
    })
      .then(() => storage.write.markFolderScanned({ path: folder.path, kb: folder.kb, now: clock.now() }))
      .catch((error: unknown) => {
        if (!entry.ending.signal.aborted) log.warn('folders.sync_failed', { message: String(error) });
      })
      .finally(() => {
        entry.syncing = undefined;
        if (entry.isStale) sync(key);
      });
  }

  return {
    refresh,
    async close() {
      isClosed = true;
      clearInterval(hourly);
      const entries = [...followed.values()];
      for (const entry of entries) stop(entry);
      await Promise.all(entries.map(({ syncing }) => syncing));
    },
  };
}

function stop({ watcher, settle, ending }: Followed): void {
  ending.abort();
  clearTimeout(settle);
  watcher?.close();
}
