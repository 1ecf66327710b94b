import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

/*
 * What a person removed from the library although it lies in a watched folder: scans pass over it until it is asked for
 * again. It goes with the watch.
 */

export interface ExcludedPath {
  folderId: number;
  path: string;
  /** With all that is under it. */
  isFolder: boolean;
  /** Unix milliseconds. */
  excludedAt: number;
}

export function excludePath(
  db: SqliteDatabase,
  args: { folderIds: readonly number[]; path: string; isFolder: boolean; now: number },
): void {
  const insert = statement(
    db,
    'INSERT OR REPLACE INTO excluded_paths (folder_id, path, is_folder, excluded_at) VALUES (?, ?, ?, ?)',
  );
  for (const folderId of args.folderIds) insert.run(folderId, args.path, args.isFolder ? 1 : 0, args.now);
}

/** Takes back what was excluded at these paths and under them; null: all of it. @returns how many entries went */
export function includePaths(
  db: SqliteDatabase,
  args: { folderIds: readonly number[]; paths: readonly string[] | null; separator: string },
): number {
  const remove = statement(
    db,
    `DELETE FROM excluded_paths WHERE folder_id IN (SELECT value FROM json_each(@folderIds))
       AND (@path IS NULL OR path = @path OR (path >= @from AND path < @end))`,
  );
  const folderIds = JSON.stringify(args.folderIds);
  let included = 0;
  for (const path of args.paths ?? [null]) {
    const from = path === null || path.endsWith(args.separator) ? (path ?? '') : path + args.separator;
    // The code after the separator's: everything that begins with the folder sorts before it.
    const end = from.slice(0, -1) + String.fromCharCode(args.separator.charCodeAt(0) + 1);
    included += remove.run({ folderIds, path, from, end }).changes;
  }
  return included;
}

export function listExcluded(db: SqliteDatabase, folderIds: readonly number[]): ExcludedPath[] {
  const rows = statement(
    db,
    `SELECT folder_id AS folderId, path, is_folder AS isFolder, excluded_at AS excludedAt FROM excluded_paths
     WHERE folder_id IN (SELECT value FROM json_each(?)) ORDER BY path, folder_id`,
  ).all(JSON.stringify(folderIds)) as (Omit<ExcludedPath, 'isFolder'> & { isFolder: number })[];
  return rows.map((row) => ({ ...row, isFolder: row.isFolder === 1 }));
}

/** Which of these paths of a watched folder are excluded, each by itself or with a folder that it is in. */
export function excludedAmong(
  db: SqliteDatabase,
  { folderId, paths, separator }: { folderId: number; paths: readonly string[]; separator: string },
): Set<string> {
  const folders = statement(db, 'SELECT path FROM excluded_paths WHERE folder_id = ? AND is_folder = 1')
    .pluck()
    .all(folderId) as string[];
  const single = statement(
    db,
    'SELECT path FROM excluded_paths WHERE folder_id = ? AND path IN (SELECT value FROM json_each(?))',
  )
    .pluck()
    .all(folderId, JSON.stringify(paths)) as string[];
  const prefixes = folders.map((folder) => folder + separator);
  const inside = paths.filter((path) => prefixes.some((prefix) => path.startsWith(prefix)));
  return new Set([...single, ...inside]);
}
