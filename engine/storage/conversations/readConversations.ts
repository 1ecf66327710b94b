import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import {
  type ConversationRecord,
  type MessageRecord,
  type MessageRow,
  toMessageRecord,
} from './conversationRecord.ts';

/** The owner's conversations, the last used first. */
export function listConversations(
  db: SqliteDatabase,
  { owner, limit }: { owner: string; limit: number },
): ConversationRecord[] {
  return statement(
    db,
    `SELECT public_id AS id, title, updated_at AS updatedAt FROM conversations
     WHERE owner = ? ORDER BY updated_at DESC, id DESC LIMIT ?`,
  ).all(owner, limit) as ConversationRecord[];
}

/**
 * The messages of a conversation, oldest first; with `last`, only that many of its end.
 *
 * @returns null when there is no such conversation or it is another's
 */
export function readMessages(
  db: SqliteDatabase,
  { owner, conversationId, last }: { owner: string; conversationId: string; last?: number | undefined },
): MessageRecord[] | null {
  const conversation = statement(db, 'SELECT id FROM conversations WHERE public_id = ? AND owner = ?')
    .pluck()
    .get(conversationId, owner) as number | undefined;
  if (conversation === undefined) return null;
  const rows = statement(
    db,
    `SELECT public_id, role, text, citations, model, state, created_at FROM messages
     WHERE conversation_id = ? ORDER BY id DESC LIMIT ?`,
  ).all(conversation, last ?? -1) as MessageRow[];
  return rows.reverse().map(toMessageRecord);
}
