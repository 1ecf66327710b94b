import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { type JobLease, requireLease } from '../queue/index.ts';
import { statement } from '../statement.ts';
import { clearContent } from './commitDocument.ts';
import type { FileStamp } from './documentRecord.ts';
import { bumpIndexVersion } from './indexVersion.ts';

/**
 * Takes documents out of the library with all that was made of them. The sources stay as they are. A document that
 * is no longer the one that was named, or no longer at its path, has moved in the meantime and stays.
 */
export function removeDocuments(
  db: SqliteDatabase,
  { documents }: { documents: readonly { id: string; path: string }[] },
): { removed: number } {
  const find = statement(db, 'SELECT id FROM documents WHERE public_id = ? AND path = ?').pluck();
  let removed = 0;
  for (const { id, path } of documents) {
    const rowId = find.get(id, path) as number | undefined;
    if (rowId === undefined) continue;
    clearContent(db, rowId);
    removed += statement(db, 'DELETE FROM documents WHERE id = ?').run(rowId).changes;
  }
  if (removed > 0) bumpIndexVersion(db);
  return { removed };
}

/**
 * The content is what it was: only what stat says of the file is written down anew.
 *
 * @throws AppError `lease_lost`; `conflict` when the document is no longer there
 */
export function refreshStamp(
  db: SqliteDatabase,
  args: { lease: JobLease; id: string; path: string; stamp: FileStamp },
): void {
  requireLease(db, args.lease);
  writeStamp(db, requireAt(db, args.id, args.path), args.stamp);
}

function writeStamp(db: SqliteDatabase, rowId: number, stamp: FileStamp): void {
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
  args: { lease: JobLease; id: string; fromPath: string; path: string; stamp: FileStamp },
): void {
  requireLease(db, args.lease);
  const { id, fromPath, path, stamp } = args;
  const rowId = requireAt(db, id, fromPath);
  const inTheWay = statement(
    db,
    `SELECT public_id AS id, path FROM documents
     WHERE path = ? AND id <> ? AND kb_id = (SELECT kb_id FROM documents WHERE id = ?)`,
  ).all(path, rowId, rowId) as { id: string; path: string }[];
  removeDocuments(db, { documents: inTheWay });
  statement(db, 'UPDATE documents SET path = ? WHERE id = ?').run(path, rowId);
  writeStamp(db, rowId, stamp);
  bumpIndexVersion(db);
}

function requireAt(db: SqliteDatabase, id: string, path: string): number {
  const rowId = statement(db, 'SELECT id FROM documents WHERE public_id = ? AND path = ?')
    .pluck()
    .get(id, path) as number | undefined;
  if (rowId === undefined)
    throw new AppError('conflict', `The document at ${path} was moved or removed in the meantime.`);
  return rowId;
}
