import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { analyze, indexedForm } from '../keyword/index.ts';
import { statement } from '../statement.ts';

/** Ordinals of one conversation; its rows in the index of terms lie between its id times this and the next one's. */
export const ordinalsPerConversation = 2 ** 20;

/** The ordinal of a conversation's title; those of messages begin at 1. */
export const titleOrdinal = 0;

/** Puts a title's or a message's terms into the index, in place of those that were there. */
export function writeTerms(
  db: SqliteDatabase,
  { conversation, ordinal, text }: { conversation: number; ordinal: number; text: string },
): void {
  const place = conversation * ordinalsPerConversation + ordinal;
  if (ordinal === titleOrdinal) statement(db, 'DELETE FROM conversation_terms WHERE rowid = ?').run(place);
  const terms = indexedForm(analyze(text, { purpose: 'index' }));
  if (terms !== '')
    statement(db, 'INSERT INTO conversation_terms (rowid, terms) VALUES (?, ?)').run(place, terms);
}

/** Takes a conversation out of the index. */
export function deleteTerms(db: SqliteDatabase, conversation: number): void {
  const first = conversation * ordinalsPerConversation;
  statement(db, 'DELETE FROM conversation_terms WHERE rowid >= ? AND rowid < ?').run(
    first,
    first + ordinalsPerConversation,
  );
}
