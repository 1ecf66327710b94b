import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { statement } from '../statement.ts';
import type { MessageRecord } from './conversationRecord.ts';
import { ordinalsPerConversation, writeTerms } from './conversationTerms.ts';

/** Writes a message behind all others of its conversation. @returns its row id */
export function insertMessage(
  db: SqliteDatabase,
  { conversation, parent, message }: { conversation: number; parent: number | null; message: MessageRecord },
): number {
  const ordinal = statement(
    db,
    'UPDATE conversations SET message_count = message_count + 1 WHERE id = ? RETURNING message_count',
  )
    .pluck()
    .get(conversation) as number;
  if (ordinal >= ordinalsPerConversation)
    throw new AppError('conflict', 'This conversation is full; begin a new one.');
  const id = statement(
    db,
    `INSERT INTO messages (public_id, conversation_id, parent_id, ordinal, role, text, citations, model, kind, grounded,
       dropped, unsupported, scope, attachments, state, error, created_at)
     VALUES (@id, @conversation, @parent, @ordinal, @role, @text, @citations, @model, @kind, @grounded,
       @dropped, @unsupported, @scope, @attachments, @state, @error, @createdAt) RETURNING id`,
  )
    .pluck()
    .get({
      id: message.id,
      conversation,
      parent,
      ordinal,
      role: message.role,
      text: message.text,
      citations: JSON.stringify(message.citations),
      model: message.model,
      kind: message.kind,
      grounded: message.grounded ? 1 : 0,
      dropped: message.droppedCitations,
      unsupported: toJson(message.unsupported),
      scope: toJson(message.scope),
      attachments: JSON.stringify(message.attachments),
      state: message.state,
      error: toJson(message.error),
      createdAt: message.createdAt,
    }) as number;
  writeTerms(db, { conversation, ordinal, text: message.text });
  return id;
}

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
