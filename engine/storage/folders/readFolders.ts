import type { PresetName } from '@adiuva/contracts';
import type { FileKind, FolderSync } from '@adiuva/contracts/rpc';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import type { WireError } from '#base';
import { statement } from '../statement.ts';

/** Which files of a folder are taken. */
export interface FolderRules {
  /** Lines of .gitignore syntax, after the defaults and before what the folder's own files say. */
  ignore: string[];
  /** Null takes every kind. */
  kinds: FileKind[] | null;
}

/** A disk that is mounted below a watched folder, and what its root is known by. */
export interface FolderMount {
  path: string;
  identity: string;
}

export interface WatchedFolder {
  id: number;
  path: string;
  kbId: number;
  kb: string;
  preset: PresetName;
  rules: FolderRules;
  isPaused: boolean;
  createdAt: number;
  /** Null before the first scan that went through. */
  scannedAt: number | null;
  identity: string | null;
  mounts: FolderMount[];
  lastSync: FolderSync | null;
  error: WireError | null;
}

interface FolderRow {
  id: number;
  path: string;
  kb_id: number;
  kb: string;
  preset: PresetName;
  rules: string;
  is_paused: number;
  created_at: number;
  scanned_at: number | null;
  identity: string | null;
  mounts: string;
  last_sync: string | null;
  error: string | null;
}

export function listWatchedFolders(db: SqliteDatabase): WatchedFolder[] {
  const rows = statement(
    db,
    `SELECT f.*, k.name AS kb FROM watched_folders f JOIN knowledge_bases k ON k.id = f.kb_id
     ORDER BY f.path, k.name`,
  ).all() as FolderRow[];
  return rows.map((row) => ({
    id: row.id,
    path: row.path,
    kbId: row.kb_id,
    kb: row.kb,
    preset: row.preset,
    rules: JSON.parse(row.rules),
    isPaused: row.is_paused === 1,
    createdAt: row.created_at,
    scannedAt: row.scanned_at,
    identity: row.identity,
    mounts: JSON.parse(row.mounts),
    lastSync: row.last_sync === null ? null : JSON.parse(row.last_sync),
    error: row.error === null ? null : JSON.parse(row.error),
  }));
}

export interface DocumentCounts {
  indexed: number;
  skipped: number;
  failed: number;
  missing: number;
}

/** What a knowledge base holds of a folder. */
export function countDocumentsUnder(
  db: SqliteDatabase,
  { under, kbId, separator }: { under: string; kbId: number; separator: string },
): DocumentCounts {
  const from = under.endsWith(separator) ? under : under + separator;
  const end = from.slice(0, -1) + String.fromCharCode(separator.charCodeAt(0) + 1);
  const there = (status: string) => `count(*) FILTER (WHERE missing_since IS NULL AND status = '${status}')`;
  return statement(
    db,
    `SELECT ${there('indexed')} AS indexed, ${there('skipped')} AS skipped, ${there('failed')} AS failed,
       count(missing_since) AS missing FROM documents INDEXED BY documents_place
     WHERE kb_id = ? AND path >= ? AND path < ?`,
  ).get(kbId, from, end) as DocumentCounts;
}
