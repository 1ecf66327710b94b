import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

/** Remembers files that somebody asked for by name. */
export function nameFiles(
  db: SqliteDatabase,
  { kbId, paths }: { kbId: number; paths: readonly string[] },
): void {
  const insert = statement(db, 'INSERT OR IGNORE INTO named_files (kb_id, path) VALUES (?, ?)');
  for (const path of paths) insert.run(kbId, path);
}

/** Which of these paths were asked for by name. */
export function namedAmong(
  db: SqliteDatabase,
  { kbId, paths }: { kbId: number; paths: readonly string[] },
): Set<string> {
  const found = statement(
    db,
    'SELECT path FROM named_files WHERE kb_id = ? AND path IN (SELECT value FROM json_each(?))',
  )
    .pluck()
    .all(kbId, JSON.stringify(paths)) as string[];
  return new Set(found);
}
