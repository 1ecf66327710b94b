import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { type JobLease, requireLease } from '../queue/index.ts';
import { statement } from '../statement.ts';
import { inheritTags } from '../tags/index.ts';
import { clearContent } from './commitDocument.ts';
import type { FileStamp } from './documentRecord.ts';
import { bumpIndexVersion } from './indexVersion.ts';
import { hasKnowledgeBase } from './knowledgeBaseNumbers.ts';

/** A document at the place where it was last seen. */
export interface DocumentAt {
  id: string;
  path: string;
}

/**
 * Takes documents out of the library with all that was made of them. The sources stay as they are. A document that
 * is no longer the one that was named, or no longer at its path, has moved in the meantime and stays.
 */
export function removeDocuments(
  db: SqliteDatabase,
  { documents }: { documents: readonly DocumentAt[] },
): { removed: number } {
  let removed = 0;
  for (const document of documents) {
    const row = findAt(db, document);
    if (!row) continue;
    clearContent(db, row.id);
    statement(db, 'DELETE FROM named_files WHERE kb_id = ? AND path = ?').run(row.kb_id, document.path);
    removed += statement(db, 'DELETE FROM documents WHERE id = ?').run(row.id).changes;
  }
  if (removed > 0) bumpIndexVersion(db);
  return { removed };
}

/**
 * Their files are gone: what is indexed goes out of sight and can come back, what has no content goes for good. What
 * its person keeps stays as it is.
 */
export function markMissing(
  db: SqliteDatabase,
  { documents, now }: { documents: readonly DocumentAt[]; now: number },
): { gone: number } {
  const mark = statement(db, 'UPDATE documents SET missing_since = ? WHERE id = ?');
  let marked = 0;
  const empty: DocumentAt[] = [];
  for (const document of documents) {
    const row = findAt(db, document);
    if (!row || row.is_kept === 1 || row.missing_since !== null) continue;
    if (row.status === 'indexed') marked += mark.run(now, row.id).changes;
    else empty.push(document);
  }
  if (marked > 0) bumpIndexVersion(db);
  return { gone: marked + removeDocuments(db, { documents: empty }).removed };
}

/** Their files are back, as they were. */
export function reviveDocuments(
  db: SqliteDatabase,
  { documents }: { documents: readonly DocumentAt[] },
): void {
  setPresence(db, documents, 0);
}

/** Their person keeps them although the files are gone. @returns how many were missing */
export function keepDocuments(
  db: SqliteDatabase,
  { documents }: { documents: readonly DocumentAt[] },
): number {
  return setPresence(db, documents, 1);
}

function setPresence(db: SqliteDatabase, documents: readonly DocumentAt[], isKept: 0 | 1): number {
  const set = statement(db, 'UPDATE documents SET missing_since = NULL, is_kept = ? WHERE id = ?');
  let changed = 0;
  for (const document of documents) {
    const row = findAt(db, document);
    if (row && row.missing_since !== null) changed += set.run(isKept, row.id).changes;
  }
  if (changed > 0) bumpIndexVersion(db);
  return changed;
}

/** Removes for good some of the documents that have been missing since before a moment. @returns how many */
export function purgeMissing(
  db: SqliteDatabase,
  { before, limit }: { before: number; limit: number },
): number {
  const documents = statement(
    db,
    'SELECT public_id AS id, path FROM documents WHERE missing_since < ? ORDER BY missing_since LIMIT ?',
  ).all(before, limit) as DocumentAt[];
  return removeDocuments(db, { documents }).removed;
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
  const row = requireAt(db, args);
  writeStamp(db, row.id, args.stamp);
  if (row.missing_since !== null) bumpIndexVersion(db);
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
  requireAt(db, { id, path: fromPath });
  moveDocuments(db, { moves: [{ id, fromPath, path, stamp }] });
}

export interface DocumentMove {
  id: string;
  fromPath: string;
  path: string;
  /** What stat says of the file now; null where it has to be read again. */
  stamp: FileStamp | null;
}

/**
 * Documents follow their files to other paths, all at once, so that two may swap theirs. What stands in the way and
 * moves nowhere gives way. One that is no longer where it was stays where it is.
 *
 * @returns how many moved
 */
export function moveDocuments(db: SqliteDatabase, { moves }: { moves: readonly DocumentMove[] }): number {
  const place = statement(db, 'UPDATE documents SET path = ? WHERE id = ?');
  const forgetContent = statement(db, 'UPDATE documents SET content_hash = NULL WHERE id = ?');
  const there = statement(db, 'SELECT public_id AS id, path FROM documents WHERE kb_id = ? AND path = ?');
  const leaving = moves.flatMap((move) => {
    const row = findAt(db, { id: move.id, path: move.fromPath });
    return row ? [{ move, row }] : [];
  });
  // No path holds this letter: nothing is in the way of two that swap.
  for (const { move, row } of leaving) place.run(`\0${move.id}`, row.id);
  for (const { move, row } of leaving) {
    const inTheWay = there.get(row.kb_id, move.path) as DocumentAt | undefined;
    if (inTheWay) {
      // Programs save by writing beside a file and moving over it: it is the same to who tagged it.
      inheritTags(db, { from: findAt(db, inTheWay)?.id ?? 0, to: row.id });
      removeDocuments(db, { documents: [inTheWay] });
    }
    place.run(move.path, row.id);
    if (move.stamp) writeStamp(db, row.id, move.stamp);
    else forgetContent.run(row.id);
  }
  if (leaving.length > 0) bumpIndexVersion(db);
  return leaving.length;
}

/**
 * Puts documents into another knowledge base, with all that was found out about them and all that was said of them.
 *
 * @returns how many were somewhere else before
 * @throws AppError `conflict` when a document stands at the same path there; then none of them moves
 */
export function moveToKnowledgeBase(
  db: SqliteDatabase,
  { documents, kbId }: { documents: readonly DocumentAt[]; kbId: number },
): { moved: number } {
  if (!hasKnowledgeBase(db, kbId)) throw new AppError('not_found', 'The knowledge base is no longer there.');
  const there = statement(
    db,
    'SELECT public_id AS id, path, missing_since FROM documents WHERE kb_id = ? AND path = ?',
  );
  const place = statement(db, 'UPDATE documents SET kb_id = ? WHERE id = ?');
  const name = statement(db, 'UPDATE OR REPLACE named_files SET kb_id = ? WHERE kb_id = ? AND path = ?');
  let moved = 0;
  for (const document of documents) {
    const row = findAt(db, document);
    if (!row || row.kb_id === kbId) continue;
    const inTheWay = there.get(kbId, document.path) as
      | (DocumentAt & { missing_since: number | null })
      | undefined;
    // One whose file was gone: it is back.
    if (inTheWay && inTheWay.missing_since !== null && row.missing_since === null) {
      inheritTags(db, { from: findAt(db, inTheWay)?.id ?? 0, to: row.id });
      removeDocuments(db, { documents: [inTheWay] });
    } else if (inTheWay) {
      throw new AppError('conflict', `A document at ${document.path} is there already.`);
    }
    place.run(kbId, row.id);
    name.run(kbId, row.kb_id, document.path);
    moved++;
  }
  if (moved > 0) bumpIndexVersion(db);
  return { moved };
}

interface Row {
  id: number;
  kb_id: number;
  status: string;
  missing_since: number | null;
  is_kept: number;
}

function findAt(db: SqliteDatabase, { id, path }: DocumentAt): Row | undefined {
  return statement(
    db,
    'SELECT id, kb_id, status, missing_since, is_kept FROM documents WHERE public_id = ? AND path = ?',
  ).get(id, path) as Row | undefined;
}

function requireAt(db: SqliteDatabase, document: DocumentAt): Row {
  const row = findAt(db, document);
  if (!row)
    throw new AppError('conflict', `The document at ${document.path} was moved or removed in the meantime.`);
  return row;
}

/** The file is there, so the document is. */
function writeStamp(db: SqliteDatabase, rowId: number, stamp: FileStamp): void {
  statement(
    db,
    `UPDATE documents SET size = @size, mtime_ms = @mtimeMs, ctime_ms = @ctimeMs, inode = @inode,
       missing_since = NULL, is_kept = 0 WHERE id = @rowId`,
  ).run({ rowId, ...stamp });
}
