import { openDatabase } from '@adiuva/native/sqlite';
import { expect, it } from 'vitest';
import { initial } from '../migrations/0001Initial.ts';
import { conversationOwner } from '../migrations/0003ConversationOwner.ts';
import {
  appendMessage,
  createConversation,
  deleteConversation,
  listConversations,
  type MessageRecord,
  readMessages,
} from './index.ts';

function open() {
  const db = openDatabase(':memory:');
  db.pragma('foreign_keys = ON');
  db.exec(initial);
  // Made before there were owners: it is the local user's.
  db.exec(
    `INSERT INTO conversations (public_id, title, created_at, updated_at) VALUES ('old', 'Before', 1, 1)`,
  );
  db.exec(conversationOwner);
  return db;
}

function message(id: string, text: string): MessageRecord {
  return {
    id,
    role: 'assistant',
    text,
    citations: [
      {
        n: 1,
        documentId: 'd',
        chunkId: 'c',
        path: '/a.md',
        title: null,
        quote: 'zażółć 한국어 🦊',
        locator: { kind: 'text', part: 0, start: 3, end: 9, headingPath: ['A'] },
      },
    ],
    model: 'extractive',
    state: 'complete',
    createdAt: 5,
  };
}

it('keeps conversations apart by owner, in the order of use, and gives messages back as they were', () => {
  const db = open();
  const mine = { id: 'm', owner: 'local', title: 'Mine', now: 10, message: message('m1', 'one') };
  createConversation(db, mine);
  createConversation(db, {
    ...mine,
    id: 't',
    owner: 'agent-7',
    title: 'Theirs',
    message: message('t1', 'x'),
  });
  appendMessage(db, { conversationId: 'm', owner: 'local', now: 20, message: message('m2', 'two') });

  expect(listConversations(db, { owner: 'local', limit: 10 })).toEqual([
    { id: 'm', title: 'Mine', updatedAt: 20 },
    { id: 'old', title: 'Before', updatedAt: 1 },
  ]);
  expect(readMessages(db, { owner: 'local', conversationId: 'm' })).toEqual([
    message('m1', 'one'),
    message('m2', 'two'),
  ]);
  expect(readMessages(db, { owner: 'local', conversationId: 'm', last: 1 })).toEqual([message('m2', 'two')]);
  expect(readMessages(db, { owner: 'agent-7', conversationId: 'm' })).toBeNull();
  expect(() =>
    appendMessage(db, { conversationId: 'm', owner: 'agent-7', now: 30, message: message('m3', 'in') }),
  ).toThrow(expect.objectContaining({ code: 'not_found' }));
  expect(deleteConversation(db, { conversationId: 'm', owner: 'agent-7' })).toBe(false);
  expect(deleteConversation(db, { conversationId: 'm', owner: 'local' })).toBe(true);
  expect(readMessages(db, { owner: 'local', conversationId: 'm' })).toBeNull();
  expect(db.prepare('SELECT count(*) AS n FROM messages').get()).toEqual({ n: 1 });
});

it('leaves nothing behind when the first message cannot be stored', () => {
  const db = open();
  const first = { id: 'a', owner: 'local', title: 'A', now: 1, message: message('same', 'one') };
  createConversation(db, first);
  expect(() => createConversation(db, { ...first, id: 'b' })).toThrow();
  expect(readMessages(db, { owner: 'local', conversationId: 'b' })).toBeNull();
});

it('shows the text of a message whose citations no longer parse', () => {
  const db = open();
  createConversation(db, { id: 'a', owner: 'local', title: 'A', now: 1, message: message('m', 'text') });
  for (const broken of ['not json', '[{"n":0}]', '{}']) {
    db.prepare('UPDATE messages SET citations = ?').run(broken);
    expect(readMessages(db, { owner: 'local', conversationId: 'a' })).toMatchObject([
      { text: 'text', citations: [] },
    ]);
  }
});
