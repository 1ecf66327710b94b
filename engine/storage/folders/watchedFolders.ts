import type { PresetName } from '@adiuva/contracts';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { ensureKnowledgeBase } from '../library/knowledgeBases.ts';
import { statement } from '../statement.ts';

export interface WatchedFolder {
  id: number;
  path: string;
  kb: string;
  preset: PresetName;
  scannedAt: number | null;
}

export function listWatchedFolders(db: SqliteDatabase): WatchedFolder[] {
  return statement(
    db,
    `SELECT f.id, f.path, k.name AS kb, f.preset, f.scanned_at AS scannedAt
     FROM watched_folders f JOIN knowledge_bases k ON k.id = f.kb_id ORDER BY f.path`,
  ).all() as WatchedFolder[];
}

export function addWatchedFolder(
  db: SqliteDatabase,
  { path, kb, preset, now }: { path: string; kb: string; preset: PresetName; now: number },
): void {
  statement(
    db,
    `INSERT INTO watched_folders (path, kb_id, preset, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (path, kb_id) DO UPDATE SET preset = excluded.preset`,
  ).run(path, ensureKnowledgeBase(db, kb), preset, now);
}

export function markFolderScanned(
  db: SqliteDatabase,
  { path, kb, now }: { path: string; kb: string; now: number },
): void {
  statement(db, 'UPDATE watched_folders SET scanned_at = ? WHERE path = ? AND kb_id = ?').run(
    now,
    path,
    ensureKnowledgeBase(db, kb),
  );
}

/** `kbs` null stands for every knowledge base. @returns how many watches of this path ended */
export function removeWatchedFolder(
  db: SqliteDatabase,
  { path, kbs }: { path: string; kbs: readonly string[] | null },
): number {
  return statement(
    db,
    `DELETE FROM watched_folders WHERE path = @path AND (@kbs IS NULL OR kb_id IN (
       SELECT id FROM knowledge_bases WHERE name COLLATE NOCASE IN (SELECT value FROM json_each(@kbs))))`,
  ).run({ path, kbs: kbs && JSON.stringify(kbs) }).changes;
}
