import { stat } from 'node:fs/promises';
import { localUser } from '#base';
import type { Log } from '#ports';
import type { WatchedFolder } from '#storage';
import { createFolderSync, type FolderNews, type FolderStatus, type SyncOrder } from './folderSync.ts';
import type { IngestDeps } from './ingestRun.ts';
import type { SyncResult } from './syncFolder.ts';
import { codeOf, type TreeWatch, watchTree } from './watchTree.ts';

/** How often and how soon the truth is looked up. Milliseconds. */
export interface FollowTimes {
  /** A file rests, and a burst of changes is over, when nothing happened for so long. */
  settleMs: number;
  /** A file, or a burst, that never rests is taken after this. */
  boundMs: number;
  /** After changes the folder is looked through once more: notifications of a burst get lost without a word. */
  verifyMs: number;
  scanMs: number;
  /** A folder that is not there, or a scan that failed, is looked for again. */
  retryMs: number;
}

export const followTimes: FollowTimes = {
  settleMs: 2_000,
  boundMs: 60_000,
  verifyMs: 30_000,
  scanMs: 60 * 60 * 1000,
  retryMs: 5_000,
};

export interface FolderFollower {
  /** Takes up folders that were added or changed, lets go of those that were removed; resolves when their syncs have ended. */
  refresh(): Promise<void>;
  /** Brings one in line now, and tells how; who asks while it is on its way waits for the next time round. */
  sync(folder: WatchedFolder, order: SyncOrder): Promise<SyncResult>;
  /** Looks it through soon. */
  wake(id: number): void;
  status(id: number): FolderStatus;
  listen(listener: (news: FolderNews) => void): () => void;
  close(): Promise<void>;
}

export interface FollowOptions {
  times?: Partial<FollowTimes>;
  watch?: typeof watchTree;
}

export interface FollowDeps extends IngestDeps, FollowOptions {
  log: Log;
  /** False for a command that comes and goes: it syncs what it is asked for and follows nothing. */
  isFollowing: boolean;
}

interface Followed {
  folder: WatchedFolder;
  watcher: TreeWatch | null;
  timer: NodeJS.Timeout | undefined;
  /** When the timer fires, and since when changes are waited out. */
  dueAt: number;
  changedSince: number | null;
  /** A scan must begin after this: so long after the last change that is known. */
  verifyAt: number | null;
  syncing: Promise<unknown> | undefined;
  isStale: boolean;
  ending: AbortController;
}

/**
 * Keeps the library in line with the watched folders. Notifications are hints that make a scan come sooner; the scan is the
 * truth: at start, after changes and once more a while after them, when the notifications fail, and every hour.
 */
export function followFolders(deps: FollowDeps): FolderFollower {
  const { storage, log } = deps;
  const times = { ...followTimes, ...deps.times };
  const watch = deps.watch ?? watchTree;
  const followed = new Map<number, Followed>();
  const folderSync = createFolderSync(deps, times);
  const { status } = folderSync;
  let isClosed = false;
  /** A folder whose parent was renamed says nothing of it. */
  const presence = setInterval(() => {
    for (const entry of followed.values()) void lookFor(entry);
  }, times.verifyMs);
  presence.unref();
  if (deps.isFollowing) void refresh();

  async function refresh(): Promise<void> {
    if (!deps.isFollowing || isClosed) return;
    const wanted = new Map(
      storage.read
        .listWatchedFolders()
        .filter(({ isPaused }) => !isPaused)
        .map((folder) => [folder.id, folder]),
    );
    const ended: Promise<unknown>[] = [];
    for (const [id, entry] of followed) {
      const folder = wanted.get(id);
      if (folder && JSON.stringify(folder.rules) === JSON.stringify(entry.folder.rules)) continue;
      stop(entry);
      followed.delete(id);
      if (entry.syncing) ended.push(entry.syncing.catch(() => undefined));
      folderSync.forget(id);
    }
    for (const folder of wanted.values()) {
      if (followed.has(folder.id)) continue;
      const entry: Followed = {
        folder,
        watcher: null,
        timer: undefined,
        dueAt: 0,
        changedSince: null,
        verifyAt: null,
        syncing: undefined,
        isStale: false,
        ending: new AbortController(),
      };
      followed.set(folder.id, entry);
      schedule(entry, 0);
    }
    await Promise.all(ended);
  }

  /** The next scan, in so long; one that is due sooner stays. */
  function schedule(entry: Followed, waitMs: number, isNewPlan = false): void {
    const dueAt = performance.now() + waitMs;
    if (entry.timer && !isNewPlan && entry.dueAt <= dueAt) return;
    clearTimeout(entry.timer);
    entry.dueAt = dueAt;
    entry.timer = setTimeout(() => {
      entry.timer = undefined;
      void run(entry);
    }, waitMs);
    entry.timer.unref();
  }

  function heard(entry: Followed): void {
    const now = performance.now();
    entry.changedSince ??= now;
    entry.verifyAt = now + times.verifyMs;
    const leftMs = Math.max(0, entry.changedSince + times.boundMs - now);
    schedule(entry, Math.min(times.settleMs, leftMs), true);
  }

  function watched(entry: Followed): void {
    if (entry.watcher) return;
    try {
      entry.watcher = watch(entry.folder.path, entry.folder.rules, {
        onChange: () => heard(entry),
        onLost(error) {
          log.warn('folders.watch_lost', { code: codeOf(error) });
          entry.watcher?.close();
          entry.watcher = null;
          folderSync.setNotified(entry.folder.id, false);
          // What was missed in the meantime.
          schedule(entry, times.retryMs);
        },
      });
      folderSync.setNotified(entry.folder.id, true);
    } catch (error) {
      log.warn('folders.not_watchable', { code: codeOf(error) });
      folderSync.setNotified(entry.folder.id, false);
    }
  }

  async function lookFor(entry: Followed): Promise<void> {
    const { id, path } = entry.folder;
    if (entry.syncing || status(id).error) return;
    const isThere = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (!isThere && followed.get(id) === entry) schedule(entry, 0);
  }

  async function run(entry: Followed): Promise<void> {
    if (isClosed || entry.ending.signal.aborted) return;
    if (entry.syncing) {
      entry.isStale = true;
      return;
    }
    const folder = storage.read.listWatchedFolders().find(({ id }) => id === entry.folder.id);
    if (!folder || folder.isPaused) return;
    const order: SyncOrder = { principal: localUser, signal: entry.ending.signal, emit: () => undefined };
    await sync(folder, order).catch(() => undefined);
  }

  async function sync(folder: WatchedFolder, order: SyncOrder): Promise<SyncResult> {
    const entry = followed.get(folder.id);
    if (!entry) return folderSync.run(folder, order);
    while (entry.syncing) await entry.syncing.catch(() => undefined);
    clearTimeout(entry.timer);
    entry.timer = undefined;
    entry.changedSince = null;
    if (entry.verifyAt !== null && performance.now() >= entry.verifyAt) entry.verifyAt = null;
    // Watched before it is scanned: what comes in between is heard.
    watched(entry);
    const signal = AbortSignal.any([order.signal, entry.ending.signal]);
    const syncing = folderSync.run(folder, { ...order, signal });
    entry.syncing = syncing;
    let wait = times.retryMs;
    try {
      const result = await syncing;
      const { indexed, removed = 0 } = result.totals;
      const now = performance.now();
      if (indexed + removed + result.moved > 0) entry.verifyAt = now + times.verifyMs;
      wait = entry.verifyAt === null ? times.scanMs : Math.max(0, entry.verifyAt - now);
      return result;
    } catch (error) {
      // The folder's inode may be another when it is back.
      entry.watcher?.close();
      entry.watcher = null;
      throw error;
    } finally {
      entry.syncing = undefined;
      if (!isClosed && followed.get(folder.id) === entry) schedule(entry, entry.isStale ? 0 : wait);
      entry.isStale = false;
    }
  }

  return {
    refresh,
    sync,
    wake(id) {
      const entry = followed.get(id);
      if (entry) schedule(entry, 0);
    },
    status,
    listen: folderSync.listen,
    async close() {
      isClosed = true;
      clearInterval(presence);
      const entries = [...followed.values()];
      for (const entry of entries) stop(entry);
      await Promise.all(entries.map(({ syncing }) => syncing?.catch(() => undefined)));
    },
  };
}

function stop({ watcher, timer, ending }: Followed): void {
  ending.abort();
  clearTimeout(timer);
  watcher?.close();
}
