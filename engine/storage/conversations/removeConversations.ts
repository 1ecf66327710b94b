import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import { deleteTerms } from './conversationTerms.ts';

/** Takes a conversation out of sight. @returns whether there was one of this owner's */
export function deleteConversation(
  db: SqliteDatabase,
  { conversationId, owner, now }: { conversationId: string; owner: string; now: number },
): boolean {
  return (
    statement(
      db,
      'UPDATE conversations SET deleted_at = ? WHERE public_id = ? AND owner = ? AND deleted_at IS NULL',
    ).run(now, conversationId, owner).changes > 0
  );
}

/**
 * Brings a conversation back that was deleted at `since` or later.
 *
 * @returns whether it stands again; also where it had never gone
 */
export function restoreConversation(
  db: SqliteDatabase,
  { conversationId, owner, since }: { conversationId: string; owner: string; since: number },
): boolean {
  return (
    statement(
      db,
      `UPDATE conversations SET deleted_at = NULL
       WHERE public_id = ? AND owner = ? AND (deleted_at IS NULL OR deleted_at >= ?)`,
    ).run(conversationId, owner, since).changes > 0
  );
}

/** Whether there is something to purge. */
export function hasDeletedBefore(db: SqliteDatabase, before: number): boolean {
  return statement(db, 'SELECT 1 FROM conversations WHERE deleted_at < ? LIMIT 1').get(before) !== undefined;
}

/** Removes for good what was deleted before `before`, with all its messages. @returns how many, at most `limit` */
export function purgeConversations(
  db: SqliteDatabase,
  { before, limit }: { before: number; limit: number },
): number {
  return db.transaction(() => {
    const gone = statement(
      db,
      'SELECT id FROM conversations WHERE deleted_at < ? ORDER BY deleted_at LIMIT ?',
    )
      .pluck()
      .all(before, limit) as number[];
    for (const id of gone) {
      deleteTerms(db, id);
      statement(db, 'DELETE FROM conversations WHERE id = ?').run(id);
    }
    return gone.length;
  })();
}
