import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import {
  findConversation,
  type MessageRecord,
  type MessageRow,
  messageColumns,
  toMessageRecord,
} from './conversationRecord.ts';

interface Place {
  owner: string;
  conversationId: string;
}

/** @returns null when there is no such conversation or it is another's */
export function readConversation(
  db: SqliteDatabase,
  { owner, conversationId }: Place,
): { title: string; shownId: string | null } | null {
  const found = statement(
    db,
    `SELECT title, (SELECT public_id FROM messages WHERE id = shown_id) AS shownId FROM conversations
     WHERE public_id = ? AND owner = ? AND deleted_at IS NULL`,
  ).get(conversationId, owner) as { title: string; shownId: string | null } | undefined;
  return found ?? null;
}

/**
 * A page of a conversation's messages, of all branches, in the order of writing.
 *
 * @param after how many were read before
 * @returns null when there is no such conversation or it is another's
 */
export function readMessages(
  db: SqliteDatabase,
  { owner, conversationId, after, limit }: Place & { after: number; limit: number },
): MessageRecord[] | null {
  const conversation = statement(db, findConversation).pluck().get(conversationId, owner);
  if (conversation === undefined) return null;
  const rows = statement(
    db,
    `SELECT ${messageColumns} FROM messages AS m LEFT JOIN messages AS p ON p.id = m.parent_id
     WHERE m.conversation_id = ? AND m.ordinal > ? ORDER BY m.ordinal LIMIT ?`,
  ).all(conversation, after, limit) as MessageRow[];
  return rows.map(toMessageRecord);
}

/**
 * The branch that ends with a message, oldest first; at most the last `last` of it.
 *
 * @returns null when the message is not there, or the conversation is gone or another's
 */
export function readBranch(
  db: SqliteDatabase,
  { owner, conversationId, messageId, last }: Place & { messageId: string; last: number },
): MessageRecord[] | null {
  const conversation = statement(db, findConversation).pluck().get(conversationId, owner);
  if (conversation === undefined) return null;
  const rows = statement(
    db,
    `WITH RECURSIVE above (id, parent_id) AS (
       SELECT id, parent_id FROM messages WHERE public_id = @messageId AND conversation_id = @conversation
       UNION ALL SELECT m.id, m.parent_id FROM above JOIN messages AS m ON m.id = above.parent_id AND m.id < above.id
       LIMIT @last)
     SELECT ${messageColumns} FROM above JOIN messages AS m ON m.id = above.id
     LEFT JOIN messages AS p ON p.id = m.parent_id ORDER BY m.id`,
  ).all({ messageId, conversation, last }) as MessageRow[];
  return rows.length === 0 ? null : rows.map(toMessageRecord);
}
