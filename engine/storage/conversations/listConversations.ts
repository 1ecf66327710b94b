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

interface FoundMessage {
  messageId: string;
  text: string;
}

export interface ConversationPage {
  conversations: (ConversationRecord & {
    /** The message that holds the most of the words; null where they stand in the title alone. */
    found: FoundMessage | null;
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
  // Each expression is asked once: those with unfinished words are dear.
  const places = query?.matches.map((match) => findPlaces(db, match));
  const among = places ? JSON.stringify([...holdingAll(places)]) : null;
  const rows = statement(
    db,
    `SELECT id AS rowId, public_id AS id, title, updated_at AS updatedAt, message_count AS messages FROM conversations
     WHERE owner = @owner AND deleted_at IS NULL AND (updated_at, id) < (@updatedAt, @rowId)
     ${among === null ? '' : 'AND id IN (SELECT value FROM json_each(@among))'}
     ORDER BY updated_at DESC, id DESC LIMIT @limit`,
  ).all({
    owner,
    updatedAt: after?.updatedAt ?? Number.MAX_SAFE_INTEGER,
    rowId: after?.rowId ?? Number.MAX_SAFE_INTEGER,
    limit: limit + 1,
    ...(among !== null && { among }),
  }) as Row[];
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const found = places && findMessages(db, places, new Set(page.map(({ rowId }) => rowId)));
  return {
    conversations: page.map(({ rowId, ...conversation }) => ({
      ...conversation,
      found: found?.get(rowId) ?? null,
    })),
    next: rows.length > limit && last ? { updatedAt: last.updatedAt, rowId: last.rowId } : null,
    terms: query?.terms ?? [],
  };
}

/** Row ids of the index of terms, of every owner's conversations. */
function findPlaces(db: SqliteDatabase, match: string): number[] {
  return statement(db, 'SELECT rowid FROM conversation_terms WHERE conversation_terms MATCH ?')
    .pluck()
    .all(match) as number[];
}

const conversationOf = (place: number) => Math.floor(place / ordinalsPerConversation);

/** The conversations that are among the places of every word. */
function holdingAll(places: readonly (readonly number[])[]): Set<number> {
  const [first = new Set<number>(), ...others] = places.map((of) => new Set(of.map(conversationOf)));
  return others.reduce((held, next) => held.intersection(next), first);
}

/** Of each conversation the message with the most of the words, and of equals the newest. */
function findMessages(
  db: SqliteDatabase,
  places: readonly (readonly number[])[],
  conversations: ReadonlySet<number>,
): Map<number, FoundMessage> {
  const words = new Map<number, number>();
  for (const place of places.flat()) {
    if (place % ordinalsPerConversation === titleOrdinal || !conversations.has(conversationOf(place)))
      continue;
    words.set(place, (words.get(place) ?? 0) + 1);
  }
  const best = new Map<number, { place: number; count: number }>();
  for (const [place, count] of words) {
    const known = best.get(conversationOf(place));
    if (!known || count > known.count || (count === known.count && place > known.place))
      best.set(conversationOf(place), { place, count });
  }
  const read = statement(
    db,
    'SELECT public_id AS messageId, text FROM messages WHERE conversation_id = ? AND ordinal = ?',
  );
  const found = new Map<number, FoundMessage>();
  for (const [conversation, { place }] of best) {
    const message = read.get(conversation, place % ordinalsPerConversation) as FoundMessage | undefined;
    if (message) found.set(conversation, message);
  }
  return found;
}
