import { type FSWatcher, watch } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { FolderRules } from '#storage';
import { createFileRules, type FileRules } from './fileRules.ts';

export interface TreeWatch {
  close(): void;
}

export interface TreeListener {
  onChange(): void;
  /** It can no longer be watched (an unplugged disk, more folders than the system will watch). */
  onLost(error: Error): void;
}

/**
 * Calls back on every change under a folder that the system tells of: it may miss some without a word. Where the system
 * watches a tree itself, it does; elsewhere each folder that the rules take is watched on its own, and found without
 * holding the event loop: Node's recursive watch walks the tree synchronously there and watches every file.
 */
export function watchTree(root: string, rules: FolderRules, listener: TreeListener): TreeWatch {
  return process.platform === 'linux'
    ? watchFolders(root, createFileRules({ ...rules, kinds: null }), listener)
    : watchOne(root, true, () => listener.onChange(), listener.onLost);
}

function watchOne(
  path: string,
  recursive: boolean,
  onChange: (event: string, name: string | null) => void,
  onLost: (error: Error) => void,
): FSWatcher {
  const watcher = watch(path, { recursive, persistent: false }, onChange);
  watcher.on('error', onLost);
  return watcher;
}

function watchFolders(root: string, rules: FileRules, { onChange, onLost }: TreeListener): TreeWatch {
  const watchers = new Map<string, FSWatcher>();
  let isClosed = false;

  const isTaken = (path: string) =>
    rules.takes(relative(root, path).split(sep).join('/') || '.', true, false);

  async function add(folder: string): Promise<void> {
    const folders = [folder];
    for (let path = folders.pop(); path !== undefined && !isClosed; path = folders.pop()) {
      try {
        folders.push(...(await addOne(path)));
      } catch (error) {
        // A folder below that is closed to us, or gone again, says nothing about the others.
        const isItsOwn = ['EACCES', 'EPERM', 'ENOENT', 'ENOTDIR'].includes(codeOf(error));
        if (path === folder || !isItsOwn) throw error;
      }
    }
  }

  /** @returns the folders in it */
  async function addOne(path: string): Promise<string[]> {
    // Watched before it is listed: what comes in between is an event or in the list.
    if (!watchers.has(path)) {
      watchers.set(
        path,
        watchOne(path, false, (event, name) => heard(path, event, name), onLost),
      );
    }
    const inside: string[] = [];
    for await (const entry of await opendir(path)) {
      if (entry.isDirectory() && isTaken(join(path, entry.name))) inside.push(join(path, entry.name));
    }
    return inside;
  }

  function heard(folder: string, event: string, name: string | null): void {
    onChange();
    if (event === 'rename' && name !== null && isTaken(join(folder, name))) void look(join(folder, name));
  }

  /** A folder came, or one went. */
  async function look(path: string): Promise<void> {
    try {
      const stats = await lstat(path);
      if (!stats.isDirectory() || isClosed) return;
      await add(path);
      // Files may have come before it was watched.
      onChange();
    } catch {
      for (const [watched, watcher] of watchers) {
        if (watched !== path && !watched.startsWith(path + sep)) continue;
        watcher.close();
        watchers.delete(watched);
      }
    }
  }

  add(root).catch((error: unknown) => {
    if (!isClosed) onLost(error instanceof Error ? error : new Error(String(error)));
  });

  return {
    close() {
      isClosed = true;
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

/** The message of such an error names the folder, which is not for a log. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? 'unknown';
}
