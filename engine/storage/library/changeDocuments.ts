import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { type JobLease, requireLease } from '../queue/index.ts';
import { statement } from '../statement.ts';
import { clearContent } from './commitDocument.ts';
import type { FileStamp } from './documentRecord.ts';
import { bumpIndexVersion } from './indexVersion.ts';

/** Takes documents out of the library with all that was made of them. The sources stay as they are. */
export function removeDocuments(
  db: SqliteDatabase,
  { rowIds }: { rowIds: readonly number[] },
): { removed: number } {
  let removed = 0;
  for (const rowId of rowIds) {
    clearContent(db, rowId);
    removed += statement(db, 'DELETE FROM documents WHERE id = ?').run(rowId).changes;
  }
  bumpIndexVersion(db);
  return { removed };
}

/** The content is what it was: only what stat says of the file is written down anew. */
export function refreshStamp(
  db: SqliteDatabase,
  { rowId, stamp }: { rowId: number; stamp: FileStamp },
): void {
  statement(
    db,
    'UPDATE documents SET size = @size, mtime_ms = @mtimeMs, ctime_ms = @ctimeMs, inode = @inode WHERE id = @rowId',
  ).run({ rowId, ...stamp });
}

/**
 * The same file under another path: document, chunks, vectors and citations stay. What stood under the new path
 * gives way.
 *
 * @throws AppError `lease_lost`; `conflict` when the document is no longer at `fromPath`
 */
export function moveDocument(
  db: SqliteDatabase,
  args: { lease: JobLease; rowId: number; fromPath: string; path: string; stamp: FileStamp },
): void {
  requireLease(db, args.lease);
  const { rowId, fromPath, path, stamp } = args;
  if (!statement(db, 'SELECT 1 FROM documents WHERE id = ? AND path = ?').get(rowId, fromPath)) {
    throw new AppError('conflict', 'The document was moved or removed in the meantime.');
  }
  const inTheWay = statement(
    db,
    'SELECT id FROM documents WHERE path = ? AND id <> ? AND kb_id = (SELECT kb_id FROM documents WHERE id = ?)',
  )
    .pluck()
    .all(path, rowId, rowId) as number[];
  removeDocuments(db, { rowIds: inTheWay });
  statement(db, 'UPDATE documents SET path = ? WHERE id = ?').run(path, rowId);
  refreshStamp(db, { rowId, stamp });
  bumpIndexVersion(db);
}
