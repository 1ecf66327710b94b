import { sep } from 'node:path';
import type { PresetName } from '@adiuva/contracts';
import type { FolderSync as FolderSyncRecord, IngestEvent } from '@adiuva/contracts/rpc';
import { AppError, hasCode, type Principal, toWireError, type WireError } from '#base';
import type { Log } from '#ports';
import type { WatchedFolder } from '#storage';
import type { IngestDeps, IngestOrder } from './ingestRun.ts';
import type { SettleTimes } from './settleFiles.ts';
import { type SyncResult, syncFolder } from './syncFolder.ts';

export type SyncOrder = Pick<IngestOrder, 'signal' | 'emit' | 'outcomes'> & {
  principal: Principal;
  /** Of documents that are there already too; otherwise only new ones get the folder's. */
  preset?: PresetName;
};

/** What a watched folder is doing. */
export interface FolderStatus {
  isSyncing: boolean;
  isNotified: boolean;
  progress: { done: number; total: number } | null;
  error: WireError | null;
}

export type FolderNews =
  | { type: 'status'; id: number }
  | { type: 'synced'; id: number; path: string; sync: FolderSyncRecord };

/** Progress is told at most this often. */
const tellEveryMs = 250;

export interface FolderSyncs {
  run(folder: WatchedFolder, order: SyncOrder): Promise<SyncResult>;
  status(id: number): FolderStatus;
  setNotified(id: number, isNotified: boolean): void;
  forget(id: number): void;
  listen(listener: (news: FolderNews) => void): () => void;
}

/** Syncs of watched folders, what is written down of them, and what others hear of them. */
export function createFolderSync(deps: IngestDeps & { log: Log }, settle: SettleTimes): FolderSyncs {
  const { storage, log, clock } = deps;
  const statuses = new Map<number, FolderStatus>();
  const listeners = new Set<(news: FolderNews) => void>();

  function tell(news: FolderNews): void {
    for (const listener of [...listeners]) listener(news);
  }

  function status(id: number): FolderStatus {
    return statuses.get(id) ?? { isSyncing: false, isNotified: false, progress: null, error: null };
  }

  function change(id: number, changes: Partial<FolderStatus>): void {
    statuses.set(id, { ...status(id), ...changes });
    tell({ type: 'status', id });
  }

  async function run(folder: WatchedFolder, order: SyncOrder): Promise<SyncResult> {
    const { id, path, kbId, kb } = folder;
    let toldAt = 0;
    // One that is not there is looked for again and again, and is not on its way each time.
    if (!status(id).error) change(id, { isSyncing: true, progress: { done: 0, total: 0 } });
    function emit(event: IngestEvent): void {
      order.emit(event);
      if (!status(id).isSyncing) change(id, { isSyncing: true });
      if (event.type !== 'documents') return;
      const progress = { done: event.done, total: event.total };
      const now = clock.now();
      statuses.set(id, { ...status(id), progress });
      if (now - toldAt < tellEveryMs) return;
      toldAt = now;
      tell({ type: 'status', id });
    }
    try {
      const result = await syncFolder(deps, {
        ...order,
        emit,
        folderId: id > 0 ? id : null,
        kbId,
        kb,
        folder: path,
        preset: order.preset ?? null,
        presetOfNew: folder.preset,
        rules: folder.rules,
        identity: folder.identity,
        mounts: folder.mounts,
        inner: innerFolders(folder),
        settle,
      });
      const { identity, mounts, totals, seconds } = result;
      const sync = { totals, seconds };
      await storage.write.recordFolderSync({ id, identity, mounts, sync, now: clock.now() });
      change(id, { isSyncing: false, progress: null, error: null });
      tell({ type: 'synced', id, path, sync });
      return result;
    } catch (error) {
      const isStopped = order.signal.aborted || hasCode(error, 'cancelled') || hasCode(error, 'unavailable');
      const wire = isStopped ? null : toWireError(error);
      const isKnown = wire !== null && status(id).error?.code === wire.code;
      change(id, { isSyncing: false, progress: null, ...(wire && { error: wire }) });
      if (wire && !isKnown) {
        if (!(error instanceof AppError)) log.error('folders.sync_defect', { message: String(error) });
        else log.warn('folders.sync_failed', { code: wire.code });
        await storage.write.recordFolderSync({ id, error: wire }).catch(() => undefined);
      }
      throw error;
    }
  }

  function innerFolders({ id, path, kbId }: WatchedFolder): string[] {
    const prefix = path.endsWith(sep) ? path : path + sep;
    return storage.read
      .listWatchedFolders()
      .filter((other) => other.id !== id && other.kbId === kbId && other.path.startsWith(prefix))
      .map((other) => other.path);
  }

  return {
    run,
    status,
    setNotified(id, isNotified) {
      if (status(id).isNotified !== isNotified) change(id, { isNotified });
    },
    forget: (id) => void statuses.delete(id),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
