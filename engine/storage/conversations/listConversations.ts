import type { SqliteDatabase } from '@adiuva/native/sqlite';
import type { Term } from '../keyword/index.ts';
import { statement } from '../statement.ts';
import { readChatQuery } from './chatQuery.ts';
import type { ConversationRecord } from './conversationRecord.ts';
import { ordinalsPerConversation, titleOrdinal } from './conversationTerms.ts';

/** Where a page of the list ended. */
export interface ConversationCursor {
  updatedAt: number;
  rowId: number;
}

export interface ConversationPage {
  conversations: (ConversationRecord & {
    /** The message that holds the most of the words; null where they stand in the title alone. */
    found: { messageId: string; text: string } | null;
  })[];
  /** Null at the end. */
  next: ConversationCursor | null;
  /** What was searched for, for marks in the texts. */
  terms: Term[];
}

interface Row extends ConversationRecord {
  rowId: number;
}

/**
 * The owner's conversations, the last used first; with a query those that hold all of its words, in the title or in any
 * of the messages.
 */
export function listConversations(
  db: SqliteDatabase,
  args: {
    owner: string;
    limit: number;
    query?: string | undefined;
    after?: ConversationCursor | undefined;
  },
): ConversationPage {
  const { owner, limit, after } = args;
  const query = args.query?.trim() ? readChatQuery(args.query) : null;
  if (query?.matches.length === 0) return { conversations: [], next: null, terms: [] };
  const matches = query?.matches ?? [];
  const holds = 'id IN (SELECT rowid / 1048576 FROM conversation_terms WHERE conversation_terms MATCH ?)';
  const rows = statement(
    db,
    `SELECT id AS rowId, public_id AS id, title, updated_at AS updatedAt, message_count AS messages FROM conversations
     WHERE owner = ? AND deleted_at IS NULL AND (updated_at, id) < (?, ?)
     ${matches.map(() => `AND ${holds}`).join(' ')} ORDER BY updated_at DESC, id DESC LIMIT ?`,
  ).all(
    owner,
    after?.updatedAt ?? Number.MAX_SAFE_INTEGER,
    after?.rowId ?? Number.MAX_SAFE_INTEGER,
    ...matches,
    limit + 1,
  ) as Row[];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    conversations: page.map(({ rowId, ...conversation }) => ({
      ...conversation,
      found: findMessage(db, rowId, matches),
    })),
    next: rows.length > limit && last ? { updatedAt: last.updatedAt, rowId: last.rowId } : null,
    terms: query?.terms ?? [],
  };
}

/** The message with the most of the words, and of equals the newest. */
function findMessage(
  db: SqliteDatabase,
  conversation: number,
  matches: readonly string[],
): { messageId: string; text: string } | null {
  const first = conversation * ordinalsPerConversation;
  const counts = new Map<number, number>();
  for (const match of matches) {
    const ordinals = statement(
      db,
      'SELECT rowid % 1048576 FROM conversation_terms WHERE conversation_terms MATCH ? AND rowid > ? AND rowid < ?',
    )
      .pluck()
      .all(match, first + titleOrdinal, first + ordinalsPerConversation) as number[];
    for (const ordinal of ordinals) counts.set(ordinal, (counts.get(ordinal) ?? 0) + 1);
  }
  let best = { ordinal: 0, words: 0 };
  for (const [ordinal, words] of counts)
    if (words > best.words || (words === best.words && ordinal > best.ordinal)) best = { ordinal, words };
  if (best.words === 0) return null;
  const found = statement(
    db,
    'SELECT public_id AS messageId, text FROM messages WHERE conversation_id = ? AND ordinal = ?',
  ).get(conversation, best.ordinal);
  return (found as { messageId: string; text: string } | undefined) ?? null;
}
