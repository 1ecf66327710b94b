import { openDatabase } from '@adiuva/native/sqlite';
import { expect, it } from 'vitest';
import { listConversations, readBranch, readConversation, readMessages } from '../conversations/index.ts';
import { migrate } from '../migrate.ts';

const citation = {
  n: 1,
  documentId: 'd',
  chunkId: 'c',
  path: '/a.md',
  title: null,
  quote: 'q',
  locator: { kind: 'text', part: 0, start: 0, end: 1, headingPath: [] },
};

it('chains the messages of former conversations in their order, loses nothing and finds all of it', () => {
  const db = openDatabase(':memory:');
  migrate(db, ':memory:', 7);
  db.exec(`INSERT INTO conversations (id, public_id, title, created_at, updated_at, owner)
    VALUES (3, 'one', 'Lease', 1, 9, 'local'), (8, 'two', '회의', 1, 8, 'local'), (9, 'empty', 'Empty', 1, 7, 'agent')`);
  const insert = db.prepare(
    `INSERT INTO messages (public_id, conversation_id, role, text, citations, model, state, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 4)`,
  );
  const cited = JSON.stringify([citation]);
  // Two conversations whose messages were written in turns.
  insert.run('q1', 3, 'user', 'When does it end?', '[]', null, 'complete');
  insert.run('x1', 8, 'user', '서울에서', '[]', null, 'complete');
  insert.run('a1', 3, 'assistant', '“May” [1]', cited, 'extractive', 'complete');
  insert.run('q2', 3, 'user', 'And the rent?', '[]', null, 'complete');
  insert.run('y1', 8, 'assistant', '', '[]', 'work:m', 'failed');
  insert.run('q3', 3, 'user', 'Hello?', '[]', null, 'complete');
  insert.run('a3', 3, 'assistant', 'It is 950 euros.', cited, 'work:m', 'stopped');

  expect(migrate(db, ':memory:').from).toBe(7);
  const place = { owner: 'local', conversationId: 'one' };
  expect(readConversation(db, place)).toEqual({ title: 'Lease', shownId: 'a3' });
  expect(readBranch(db, { ...place, messageId: 'a3', last: 99 })?.map(({ id }) => id)).toEqual([
    'q1',
    'a1',
    'q2',
    'q3',
    'a3',
  ]);
  const messages = readMessages(db, { ...place, after: 0, limit: 99 }) ?? [];
  const common = { scope: null, attachments: [], droppedCitations: 0, createdAt: 4 };
  expect(messages[0]).toEqual({
    ...common,
    id: 'q1',
    parentId: null,
    role: 'user',
    text: 'When does it end?',
    citations: [],
    model: null,
    kind: null,
    grounded: false,
    unsupported: [],
    state: 'complete',
  });
  expect(messages[1]).toMatchObject({
    kind: 'extract',
    grounded: true,
    citations: [citation],
    unsupported: [],
  });
  // Never judged: whoever reads it does.
  expect(messages[4]).toMatchObject({ kind: 'generated', state: 'stopped', unsupported: null });
  expect(readMessages(db, { ...place, conversationId: 'two', after: 0, limit: 9 })).toMatchObject([
    { id: 'x1', parentId: null },
    { id: 'y1', parentId: 'x1', text: '', kind: 'generated', grounded: false },
  ]);
  expect(readConversation(db, { owner: 'agent', conversationId: 'empty' })).toEqual({
    title: 'Empty',
    shownId: null,
  });
  const find = (query?: string) =>
    listConversations(db, { owner: 'local', limit: 9, query }).conversations.map(
      ({ id, messages: count }) => [id, count],
    );
  expect([find(), find('950 rent'), find('서울'), find('회의')]).toEqual([
    [
      ['one', 5],
      ['two', 2],
    ],
    [['one', 5]],
    [['two', 2]],
    [['two', 2]],
  ]);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});
