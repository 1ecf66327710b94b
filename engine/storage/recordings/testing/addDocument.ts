import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { foldName } from '#base';

/** A document's row, without anything that was made of it. @returns its row id */
export function addDocument(
  db: SqliteDatabase,
  { path, contentHash, kb = 'default' }: { path: string; contentHash: string | null; kb?: string },
): number {
  const folded = foldName(kb);
  db.prepare(
    `INSERT INTO knowledge_bases (name, folded, created_at) SELECT ?, ?, 1
     WHERE NOT EXISTS (SELECT 1 FROM knowledge_bases WHERE folded = ?)`,
  ).run(kb, folded, folded);
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO documents (public_id, kb_id, path, status, preset, size, mtime_ms, ctime_ms, inode, content_hash)
       VALUES (?, (SELECT id FROM knowledge_bases WHERE folded = ?), ?, 'indexed', 'default', 1, 1, 1, '1', ?)`,
    )
    .run(`doc:${kb}:${path}`, folded, path, contentHash);
  return Number(lastInsertRowid);
}
