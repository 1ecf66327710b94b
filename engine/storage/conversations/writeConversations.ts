import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { statement } from '../statement.ts';
import { findConversation, type MessageRecord } from './conversationRecord.ts';
import { titleOrdinal, writeTerms } from './conversationTerms.ts';
import { insertMessage } from './insertMessage.ts';

interface Place {
  conversationId: string;
  owner: string;
}

/** Creates a conversation with its first message, so that none ever stands empty. */
export function createConversation(
  db: SqliteDatabase,
  args: { id: string; owner: string; title: string; now: number; message: MessageRecord },
): void {
  db.transaction(() => {
    const conversation = statement(
      db,
      `INSERT INTO conversations (public_id, owner, title, created_at, updated_at)
       VALUES (@id, @owner, @title, @now, @now) RETURNING id`,
    )
      .pluck()
      .get({ id: args.id, owner: args.owner, title: args.title, now: args.now }) as number;
    writeTerms(db, { conversation, ordinal: titleOrdinal, text: args.title });
    show(db, conversation, insertMessage(db, { conversation, parent: null, message: args.message }));
  })();
}

/**
 * Adds a question and shows its branch.
 *
 * @param parentId the message it follows; null begins beside the first question; undefined stands for the last answer
 *   of the branch that is shown, so that of two questions at once neither follows the other
 * @returns what it follows
 * @throws AppError `not_found` when the conversation is gone or another's, or the parent is not in it
 */
export function appendQuestion(
  db: SqliteDatabase,
  {
    conversationId,
    owner,
    now,
    message,
    parentId,
  }: Place & { now: number; message: MessageRecord; parentId: string | null | undefined },
): { parentId: string | null } {
  return db.transaction(() => {
    const conversation = statement(db, findConversation).pluck().get(conversationId, owner) as
      | number
      | undefined;
    if (conversation === undefined) throw noConversation();
    const parent =
      parentId === undefined
        ? lastAnswerShown(db, conversation)
        : parentId === null
          ? null
          : requireMessage(db, conversation, parentId);
    show(db, conversation, insertMessage(db, { conversation, parent: parent?.id ?? null, message }));
    touch(db, conversation, now);
    return { parentId: parent?.publicId ?? null };
  })();
}

/**
 * Adds an answer to the question that is its parent. It is shown where the question is what is shown, so that who
 * looks at another branch by now goes on looking at it. A conversation that was deleted meanwhile takes it in silence.
 *
 * @throws AppError `not_found` when the conversation is gone for good, or another's
 */
export function appendAnswer(
  db: SqliteDatabase,
  { conversationId, owner, now, message }: Place & { now: number; message: MessageRecord },
): void {
  db.transaction(() => {
    const conversation = statement(
      db,
      'SELECT id, shown_id AS shown FROM conversations WHERE public_id = ? AND owner = ?',
    ).get(conversationId, owner) as { id: number; shown: number | null } | undefined;
    if (!conversation || message.parentId === null) throw noConversation();
    const question = requireMessage(db, conversation.id, message.parentId);
    const id = insertMessage(db, { conversation: conversation.id, parent: question.id, message });
    if (conversation.shown === question.id) show(db, conversation.id, id);
    touch(db, conversation.id, now);
  })();
}

/**
 * Shows the branch through a message, down to its newest end, or with `isEnd` ends it there for now.
 *
 * @returns the last message that is shown
 * @throws AppError `not_found`
 */
export function showMessage(
  db: SqliteDatabase,
  { conversationId, owner, messageId, isEnd = false }: Place & { messageId: string; isEnd?: boolean },
): { shownId: string } {
  return db.transaction(() => {
    const conversation = statement(db, findConversation).pluck().get(conversationId, owner) as
      | number
      | undefined;
    if (conversation === undefined) throw noConversation();
    const { id } = requireMessage(db, conversation, messageId);
    // A child is younger than its parent, so the newest of all that follow is an end.
    const end = isEnd
      ? id
      : (statement(
          db,
          `WITH RECURSIVE below (id) AS (SELECT @id UNION ALL
             SELECT m.id FROM below JOIN messages AS m ON m.parent_id = below.id AND m.id > below.id)
           SELECT max(id) FROM below`,
        )
          .pluck()
          .get({ id }) as number);
    show(db, conversation, end);
    const shownId = statement(db, 'SELECT public_id FROM messages WHERE id = ?').pluck().get(end) as string;
    return { shownId };
  })();
}

/** @throws AppError `not_found` */
export function renameConversation(
  db: SqliteDatabase,
  { conversationId, owner, title }: Place & { title: string },
): void {
  db.transaction(() => {
    const conversation = statement(db, findConversation).pluck().get(conversationId, owner) as
      | number
      | undefined;
    if (conversation === undefined) throw noConversation();
    statement(db, 'UPDATE conversations SET title = ? WHERE id = ?').run(title, conversation);
    writeTerms(db, { conversation, ordinal: titleOrdinal, text: title });
  })();
}

function show(db: SqliteDatabase, conversation: number, message: number): void {
  statement(db, 'UPDATE conversations SET shown_id = ? WHERE id = ?').run(message, conversation);
}

function touch(db: SqliteDatabase, conversation: number, now: number): void {
  statement(db, 'UPDATE conversations SET updated_at = max(updated_at, ?) WHERE id = ?').run(
    now,
    conversation,
  );
}

interface FoundMessage {
  id: number;
  publicId: string;
}

function requireMessage(db: SqliteDatabase, conversation: number, publicId: string): FoundMessage {
  const found = statement(
    db,
    'SELECT id, public_id AS publicId FROM messages WHERE public_id = ? AND conversation_id = ?',
  ).get(publicId, conversation) as FoundMessage | undefined;
  if (!found) throw new AppError('not_found', 'This message is not in the conversation.');
  return found;
}

/** Null before the first answer. */
function lastAnswerShown(db: SqliteDatabase, conversation: number): FoundMessage | null {
  const found = statement(
    db,
    `WITH RECURSIVE above (id) AS (SELECT shown_id FROM conversations WHERE id = ? UNION ALL
       SELECT m.parent_id FROM above JOIN messages AS m ON m.id = above.id AND m.role = 'user')
     SELECT m.id, m.public_id AS publicId FROM above JOIN messages AS m ON m.id = above.id WHERE m.role = 'assistant'`,
  ).get(conversation) as FoundMessage | undefined;
  return found ?? null;
}

function noConversation(): AppError {
  return new AppError('not_found', 'This conversation does not exist.');
}
