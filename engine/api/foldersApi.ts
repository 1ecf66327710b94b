import { sep } from 'node:path';
import type { foldersRpc, WatchedFolder } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, foldName, mayRead, mayWrite, type Principal } from '#base';
import {
  defaultKnowledgeBase,
  documentsUnder,
  type FolderFollower,
  requireFolder,
  requireWrite,
} from '#folders';
import type { Clock } from '#ports';
import type { WatchedFolder as FolderRecord, Storage } from '#storage';
import { requireLocalUser } from './jobsApi.ts';
import { requireAbsolute } from './requireAbsolute.ts';

/** A file that is gone may come back for so long, and nothing has to be read again. */
const defaultGraceDays = 7;
const graceSetting = 'folders.graceDays';

export function graceDays(storage: Storage): number {
  const setting = storage.read.readSetting(graceSetting);
  return typeof setting === 'number' ? setting : defaultGraceDays;
}

export interface FoldersApiDeps {
  storage: Storage;
  folders: FolderFollower;
  clock: Clock;
  /** Tidies up after documents went or changed. */
  afterChange(): Promise<void>;
}

/** Documents of one write: others write in between. */
const removedAtOnce = 50;

/** Watched folders: added, looked at, paused, ended. A caller sees those of the knowledge bases it was granted. */
export function createFoldersApi(deps: FoldersApiDeps): Handlers<typeof foldersRpc, Principal> {
  const { storage, folders } = deps;

  function visible(caller: Principal): FolderRecord[] {
    return storage.read.listWatchedFolders().filter(({ kb }) => mayRead(caller, kb));
  }

  function describe(folder: FolderRecord): WatchedFolder {
    const { isSyncing, isNotified, progress, error: lastError } = folders.status(folder.id);
    const error = lastError ?? folder.error;
    const { id, path, kbId, kb, preset, rules, isPaused, scannedAt, lastSync } = folder;
    const trouble = error === null ? 'watching' : error.code === 'folder_missing' ? 'missing' : 'failed';
    return {
      id: String(id),
      path,
      kb,
      preset,
      ignore: rules.ignore,
      kinds: rules.kinds,
      state: isPaused ? 'paused' : isSyncing ? 'syncing' : trouble,
      isNotified,
      progress,
      scannedAt,
      lastSync,
      documents: storage.read.countDocumentsUnder({ under: path, kbId, separator: sep }),
      ...(error && !isPaused && { error }),
    };
  }

  /** @throws AppError `forbidden`, `not_found` */
  function require(caller: Principal, target: string, kb: string | undefined): FolderRecord[] {
    if (!mayWrite(caller)) throw new AppError('forbidden', `${caller.id} may not change what is watched.`);
    return requireVisible(caller, target, kb);
  }

  /** @throws AppError `not_found` */
  function requireVisible(caller: Principal, target: string, kb: string | undefined): FolderRecord[] {
    const path = trimSeparator(target);
    const found = visible(caller).filter(
      (folder) =>
        (String(folder.id) === target || folder.path === path) &&
        (kb === undefined || foldName(folder.kb) === foldName(kb)),
    );
    if (found.length === 0) throw new AppError('not_found', `${target} is not watched.`);
    return found;
  }

  async function setPaused(found: readonly FolderRecord[], isPaused: boolean): Promise<WatchedFolder[]> {
    for (const { id } of found) await storage.write.pauseWatchedFolder({ id, isPaused });
    await folders.refresh();
    const ids = new Set(found.map(({ id }) => id));
    return storage.read
      .listWatchedFolders()
      .filter(({ id }) => ids.has(id))
      .map(describe);
  }

  return {
    async 'folders.watch'(input, { signal, emit, caller }) {
      const { preset, once, outcomes } = input;
      const kb = input.kb ?? defaultKnowledgeBase;
      const path = trimSeparator(requireAbsolute(input.folder));
      requireWrite(caller, kb);
      const find = () =>
        storage.read
          .listWatchedFolders()
          .find((folder) => folder.path === path && foldName(folder.kb) === foldName(kb));
      const before = find();
      const rules = {
        ignore: input.ignore ?? before?.rules.ignore ?? [],
        kinds: input.kinds ?? before?.rules.kinds ?? null,
      };
      if (!once) {
        if (!before) await requireThere(path);
        const presetOfNew = preset ?? before?.preset ?? 'default';
        // Written down first: whatever ends this, the folder is watched from now on.
        await storage.write.addWatchedFolder({ path, kb, preset: presetOfNew, rules, now: deps.clock.now() });
        await folders.refresh();
      } else if (!before) await requireThere(path);
      const folder =
        find() ??
        unwatched(path, kb, await storage.write.ensureKnowledgeBase({ name: kb }), preset ?? 'default');
      const { totals, seconds } = await folders.sync(
        { ...folder, rules },
        {
          principal: caller,
          signal,
          emit,
          ...(preset && { preset }),
          ...(outcomes && { outcomes }),
        },
      );
      await deps.afterChange();
      return { totals, seconds };
    },
    'folders.list': (_input, { caller }) => ({ folders: visible(caller).map(describe) }),
    async 'folders.pause'({ folder, kb }, { caller }) {
      return { folders: await setPaused(require(caller, folder, kb), true) };
    },
    async 'folders.resume'({ folder, kb }, { caller }) {
      return { folders: await setPaused(require(caller, folder, kb), false) };
    },
    async 'folders.remove'({ folder, kb, removeDocuments }, { caller }) {
      const found = require(caller, folder, kb);
      await storage.write.removeWatchedFolders({ ids: found.map(({ id }) => id) });
      await folders.refresh();
      let removed = 0;
      for (const { path, kbId } of removeDocuments ? found : []) {
        for await (const page of documentsUnder(storage, { under: path, kbId })) {
          for (let start = 0; start < page.length; start += removedAtOnce) {
            const documents = page.slice(start, start + removedAtOnce);
            removed += (await storage.write.removeDocuments({ documents })).removed;
          }
        }
      }
      await deps.afterChange();
      return { folders: found.length, removed };
    },
    'folders.excluded'({ folder, kb }, { caller }) {
      const found = requireVisible(caller, folder, kb);
      const nameOf = new Map(found.map(({ id, kb: name }) => [id, name]));
      const excluded = storage.read.listExcluded([...nameOf.keys()]);
      return {
        excluded: excluded.map(({ folderId, ...each }) => ({
          folder: String(folderId),
          kb: nameOf.get(folderId) ?? '',
          ...each,
        })),
      };
    },
    async 'folders.include'({ folder, kb, paths }, { caller }) {
      const folderIds = require(caller, folder, kb).map(({ id }) => id);
      const included = await storage.write.includePaths({
        folderIds,
        paths: paths?.map(trimSeparator) ?? null,
        separator: sep,
      });
      if (included > 0) for (const id of folderIds) folders.wake(id);
      return { included };
    },
    async 'folders.grace'({ days }, { caller }) {
      requireLocalUser(caller);
      if (days !== undefined) {
        await storage.write.writeSetting({ key: graceSetting, value: days });
        await deps.afterChange();
      }
      return { days: graceDays(storage) };
    },
    'folders.follow': (_input, { caller, signal, emit }) =>
      new Promise((_resolve, reject) => {
        const known = new Set<number>();
        const tell = (id: number) => {
          const folder = visible(caller).find((each) => each.id === id);
          if (folder) {
            known.add(id);
            emit({ type: 'folder', folder: describe(folder) });
          } else if (known.delete(id)) emit({ type: 'removed', id: String(id) });
        };
        for (const { id } of visible(caller)) tell(id);
        const stop = folders.listen((news) => {
          tell(news.id);
          if (news.type === 'synced' && known.has(news.id))
            emit({ type: 'synced', id: String(news.id), path: news.path, sync: news.sync });
        });
        const end = () => {
          stop();
          reject(new AppError('cancelled', 'Stopped.'));
        };
        if (signal.aborted) end();
        else signal.addEventListener('abort', end, { once: true });
      }),
  };
}

/** A folder that nobody watches, for the one time it is brought in line. */
function unwatched(path: string, kb: string, kbId: number, preset: FolderRecord['preset']): FolderRecord {
  return {
    id: 0,
    path,
    kbId,
    kb,
    preset,
    rules: { ignore: [], kinds: null },
    isPaused: false,
    createdAt: 0,
    scannedAt: null,
    identity: null,
    mounts: [],
    lastSync: null,
    error: null,
  };
}

/** @throws AppError `file_not_found` for a folder that was never watched: there is nothing to keep. */
async function requireThere(path: string): Promise<void> {
  try {
    await requireFolder(path);
  } catch (error) {
    if (error instanceof AppError && error.code === 'folder_missing')
      throw new AppError('file_not_found', `There is no folder ${path}.`);
    throw error;
  }
}

export function trimSeparator(path: string): string {
  return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
}
