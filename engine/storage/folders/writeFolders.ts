import type { PresetName } from '@adiuva/contracts';
import type { FolderSync } from '@adiuva/contracts/rpc';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import type { WireError } from '#base';
import { ensureKnowledgeBase } from '../library/knowledgeBases.ts';
import { statement } from '../statement.ts';
import type { FolderMount, FolderRules } from './readFolders.ts';

/** A folder that is watched already gets the new preset and rules, and is no longer paused. @returns its id */
export function addWatchedFolder(
  db: SqliteDatabase,
  args: { path: string; kb: string; preset: PresetName; rules: FolderRules; now: number },
): { id: number } {
  return statement(
    db,
    `INSERT INTO watched_folders (path, kb_id, preset, rules, created_at) VALUES (@path, @kbId, @preset, @rules, @now)
     ON CONFLICT (path, kb_id) DO UPDATE SET preset = excluded.preset, rules = excluded.rules, is_paused = 0
     RETURNING id`,
  ).get({
    path: args.path,
    kbId: ensureKnowledgeBase(db, args.kb),
    preset: args.preset,
    rules: JSON.stringify(args.rules),
    now: args.now,
  }) as { id: number };
}

export function pauseWatchedFolder(
  db: SqliteDatabase,
  { id, isPaused }: { id: number; isPaused: boolean },
): void {
  statement(db, 'UPDATE watched_folders SET is_paused = ? WHERE id = ?').run(isPaused ? 1 : 0, id);
}

/** How a scan ended. One that failed leaves what the last good one knew of the folder. */
export function recordFolderSync(
  db: SqliteDatabase,
  args:
    | { id: number; identity: string; mounts: FolderMount[]; sync: FolderSync; now: number }
    | { id: number; error: WireError },
): void {
  if ('error' in args) {
    statement(db, 'UPDATE watched_folders SET error = ? WHERE id = ?').run(
      JSON.stringify(args.error),
      args.id,
    );
    return;
  }
  statement(
    db,
    `UPDATE watched_folders SET scanned_at = @now, identity = @identity, mounts = @mounts, last_sync = @sync, error = NULL
     WHERE id = @id`,
  ).run({
    id: args.id,
    now: args.now,
    identity: args.identity,
    mounts: JSON.stringify(args.mounts),
    sync: JSON.stringify(args.sync),
  });
}

/** @returns how many watches ended */
export function removeWatchedFolders(db: SqliteDatabase, { ids }: { ids: readonly number[] }): number {
  return statement(db, 'DELETE FROM watched_folders WHERE id IN (SELECT value FROM json_each(?))').run(
    JSON.stringify(ids),
  ).changes;
}
