import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { ensureKnowledgeBase } from '../library/knowledgeBases.ts';
import { statement } from '../statement.ts';

/** Remembers files that somebody asked for by name. */
export function nameFiles(db: SqliteDatabase, { kb, paths }: { kb: string; paths: readonly string[] }): void {
  const kbId = ensureKnowledgeBase(db, kb);
  const insert = statement(db, 'INSERT OR IGNORE INTO named_files (kb_id, path) VALUES (?, ?)');
  for (const path of paths) insert.run(kbId, path);
}

/** Which of these paths were asked for by name. */
export function namedAmong(
  db: SqliteDatabase,
  { kb, paths }: { kb: string; paths: readonly string[] },
): Set<string> {
  const found = statement(
    db,
    `SELECT path FROM named_files WHERE kb_id = (SELECT id FROM knowledge_bases WHERE name = ?)
       AND path IN (SELECT value FROM json_each(?))`,
  )
    .pluck()
    .all(kb, JSON.stringify(paths)) as string[];
  return new Set(found);
}
