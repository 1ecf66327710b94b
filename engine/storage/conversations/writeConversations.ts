import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { statement } from '../statement.ts';
import type { MessageRecord } from './conversationRecord.ts';

/** Creates a conversation with its first message, so that none ever stands empty. */
export function createConversation(
  db: SqliteDatabase,
  args: { id: string; owner: string; title: string; now: number; message: MessageRecord },
): void {
  db.transaction(() => {
    statement(
      db,
      `INSERT INTO conversations (public_id, owner, title, created_at, updated_at)
       VALUES (@id, @owner, @title, @now, @now)`,
    ).run({ id: args.id, owner: args.owner, title: args.title, now: args.now });
    appendMessage(db, { conversationId: args.id, owner: args.owner, now: args.now, message: args.message });
  })();
}

/** @throws AppError `not_found` when the conversation is gone or another's */
export function appendMessage(
  db: SqliteDatabase,
  {
    conversationId,
    owner,
    now,
    message,
  }: { conversationId: string; owner: string; now: number; message: MessageRecord },
): void {
  db.transaction(() => {
    const conversation = statement(
      db,
      'UPDATE conversations SET updated_at = max(updated_at, ?) WHERE public_id = ? AND owner = ? RETURNING id',
    )
      .pluck()
      .get(now, conversationId, owner) as number | undefined;
    if (conversation === undefined) throw new AppError('not_found', 'This conversation does not exist.');
    statement(
      db,
      `INSERT INTO messages (public_id, conversation_id, role, text, citations, model, state, created_at)
       VALUES (@id, @conversation, @role, @text, @citations, @model, @state, @createdAt)`,
    ).run({
      id: message.id,
      role: message.role,
      text: message.text,
      model: message.model,
      state: message.state,
      createdAt: message.createdAt,
      conversation,
      citations: JSON.stringify(message.citations),
    });
  })();
}

/** With all its messages. @returns whether there was one of this owner's */
export function deleteConversation(
  db: SqliteDatabase,
  { conversationId, owner }: { conversationId: string; owner: string },
): boolean {
  return (
    statement(db, 'DELETE FROM conversations WHERE public_id = ? AND owner = ?').run(conversationId, owner)
      .changes > 0
  );
}
