import { randomUUID } from 'node:crypto';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { statement } from '../statement.ts';
import { findConversation } from './conversationRecord.ts';
import { titleOrdinal, writeTerms } from './conversationTerms.ts';

/**
 * Copies a stretch of the branch that ends with a message into a conversation of its own, which the first stretch
 * creates. Until the last one it counts as deleted: a copy that nobody finishes is purged like any other.
 *
 * @param after how many messages were copied before
 * @throws AppError `not_found`
 */
export function copyBranch(
  db: SqliteDatabase,
  args: {
    conversationId: string;
    owner: string;
    messageId: string;
    copyId: string;
    title: string;
    now: number;
    after: number;
    limit: number;
  },
): { copied: number; isDone: boolean } {
  const { owner, now, after } = args;
  return db.transaction(() => {
    const source = statement(db, findConversation).pluck().get(args.conversationId, owner);
    const branch = statement(
      db,
      `WITH RECURSIVE above (id, parent_id) AS (
         SELECT id, parent_id FROM messages WHERE public_id = ? AND conversation_id = ?
         UNION ALL SELECT m.id, m.parent_id FROM above JOIN messages AS m ON m.id = above.parent_id AND m.id < above.id)
       SELECT id FROM above ORDER BY id`,
    )
      .pluck()
      .all(args.messageId, source ?? null) as number[];
    if (branch.length === 0) throw new AppError('not_found', 'This message is not in the conversation.');
    const copy = after === 0 ? begin(db, args) : findCopy(db, args.copyId, owner);
    const stretch = branch.slice(after, after + args.limit);
    for (const message of stretch) copyMessage(db, copy, message);
    const copied = after + stretch.length;
    const isDone = copied === branch.length;
    if (isDone)
      statement(db, 'UPDATE conversations SET deleted_at = NULL, updated_at = ? WHERE id = ?').run(now, copy);
    return { copied, isDone };
  })();
}

function begin(
  db: SqliteDatabase,
  { copyId, owner, title, now }: { copyId: string; owner: string; title: string; now: number },
): number {
  const copy = statement(
    db,
    `INSERT INTO conversations (public_id, owner, title, created_at, updated_at, deleted_at)
     VALUES (@copyId, @owner, @title, @now, @now, @now) RETURNING id`,
  )
    .pluck()
    .get({ copyId, owner, title, now }) as number;
  writeTerms(db, { conversation: copy, ordinal: titleOrdinal, text: title });
  return copy;
}

function findCopy(db: SqliteDatabase, copyId: string, owner: string): number {
  const copy = statement(db, 'SELECT id FROM conversations WHERE public_id = ? AND owner = ?')
    .pluck()
    .get(copyId, owner) as number | undefined;
  if (copy === undefined) throw new AppError('not_found', 'This conversation does not exist.');
  return copy;
}

/** Behind the last that was copied, which is what the copy shows. */
function copyMessage(db: SqliteDatabase, copy: number, message: number): void {
  const { id, ordinal, text } = statement(
    db,
    `INSERT INTO messages (public_id, conversation_id, parent_id, ordinal, role, text, citations, model, kind, grounded,
       dropped, unsupported, scope, attachments, state, error, created_at)
     SELECT @publicId, c.id, c.shown_id, c.message_count + 1, m.role, m.text, m.citations, m.model, m.kind, m.grounded,
       m.dropped, m.unsupported, m.scope, m.attachments, m.state, m.error, m.created_at
     FROM messages AS m, conversations AS c WHERE m.id = @message AND c.id = @copy RETURNING id, ordinal, text`,
  ).get({ publicId: randomUUID(), message, copy }) as { id: number; ordinal: number; text: string };
  statement(db, 'UPDATE conversations SET shown_id = ?, message_count = ? WHERE id = ?').run(
    id,
    ordinal,
    copy,
  );
  writeTerms(db, { conversation: copy, ordinal, text });
}
