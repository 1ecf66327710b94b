import { openDatabase, type SqliteDatabase } from '@adiuva/native/sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../migrate.ts';
import {
  appendAnswer,
  appendQuestion,
  copyBranch,
  createConversation,
  deleteConversation,
  listConversations,
  type MessageRecord,
  purgeConversations,
  readBranch,
  readConversation,
  readMessages,
  renameConversation,
  restoreConversation,
  showMessage,
} from './index.ts';

let db: SqliteDatabase;
beforeEach(() => {
  db = openDatabase(':memory:');
  migrate(db, ':memory:');
});

const a = { conversationId: 'a', owner: 'local' };

function question(id: string, text = id, parentId: string | null = null): MessageRecord {
  return {
    id,
    parentId,
    role: 'user',
    text,
    citations: [],
    model: null,
    kind: null,
    grounded: false,
    droppedCitations: 0,
    unsupported: [],
    scope: { knowledgeBases: ['default'], documentIds: [] },
    attachments: [{ documentId: 'd', name: 'a.md', mediaType: null }],
    state: 'complete',
    createdAt: 5,
  };
}

function answer(id: string, parentId: string, text = id): MessageRecord {
  return {
    ...question(id, text, parentId),
    role: 'assistant',
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
    model: 'work:m',
    kind: 'generated',
    grounded: true,
    droppedCitations: 2,
    unsupported: [[0, 2]],
    scope: null,
    attachments: [],
    state: 'failed',
    error: { code: 'provider_unreachable', message: 'It did not answer.', details: { status: 503 } },
  };
}

/** `a1` answers `q1`; two questions follow it, and one begins anew beside the first. */
function plant(): void {
  createConversation(db, { id: 'a', owner: 'local', title: 'Lease', now: 10, message: question('q1') });
  appendAnswer(db, { ...a, now: 11, message: answer('a1', 'q1') });
  for (const id of ['q2', 'q3']) appendQuestion(db, { ...a, now: 12, message: question(id), parentId: 'a1' });
  appendAnswer(db, { ...a, now: 13, message: answer('a2', 'q2') });
  appendQuestion(db, { ...a, now: 14, message: question('q4'), parentId: null });
}

const all = () => readMessages(db, { ...a, after: 0, limit: 1000 });
const branch = (messageId: string) => readBranch(db, { ...a, messageId, last: 1000 })?.map(({ id }) => id);
const shown = () => readConversation(db, a)?.shownId;

describe('the tree', () => {
  it('gives messages back as they were, a page at a time, and branches from their root', () => {
    plant();
    expect(all()?.map(({ id, parentId }) => `${parentId} ${id}`)).toEqual([
      'null q1',
      'q1 a1',
      'a1 q2',
      'a1 q3',
      'q2 a2',
      'null q4',
    ]);
    expect(all()?.[0]).toEqual(question('q1'));
    expect(all()?.[1]).toEqual(answer('a1', 'q1'));
    expect(readMessages(db, { ...a, after: 4, limit: 1 })?.map(({ id }) => id)).toEqual(['a2']);
    expect(branch('a2')).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(branch('q4')).toEqual(['q4']);
    expect(readBranch(db, { ...a, messageId: 'a2', last: 2 })?.map(({ id }) => id)).toEqual(['q2', 'a2']);
  });

  it('shows the branch of what was asked last, and leaves who looks elsewhere in peace', () => {
    plant();
    expect(shown()).toBe('q4');
    appendAnswer(db, { ...a, now: 15, message: answer('a3', 'q3') });
    expect(shown()).toBe('q4');
    appendAnswer(db, { ...a, now: 16, message: answer('a4', 'q4') });
    expect(shown()).toBe('a4');
    expect(showMessage(db, { ...a, messageId: 'q1' })).toEqual({ shownId: 'a3' });
    expect(showMessage(db, { ...a, messageId: 'q2' })).toEqual({ shownId: 'a2' });
    expect(showMessage(db, { ...a, messageId: 'q2', isEnd: true })).toEqual({ shownId: 'q2' });
    appendAnswer(db, { ...a, now: 17, message: answer('a2-again', 'q2') });
    expect(shown()).toBe('a2-again');
  });

  it('lets neither of two questions at once follow the other', () => {
    plant();
    showMessage(db, { ...a, messageId: 'a2' });
    const ask = (id: string) =>
      appendQuestion(db, { ...a, now: 20, message: question(id), parentId: undefined });
    expect([ask('x'), ask('y')]).toEqual([{ parentId: 'a2' }, { parentId: 'a2' }]);
    appendAnswer(db, { ...a, now: 21, message: answer('to-x', 'x') });
    appendAnswer(db, { ...a, now: 21, message: answer('to-y', 'y') });
    expect(shown()).toBe('to-y');
    createConversation(db, { id: 'b', owner: 'local', title: 'B', now: 1, message: question('first') });
    const again = { conversationId: 'b', owner: 'local', now: 2, message: question('second') };
    expect(appendQuestion(db, { ...again, parentId: undefined })).toEqual({ parentId: null });
  });

  it('takes no parent of another conversation or owner, and no circle', () => {
    plant();
    createConversation(db, { id: 'b', owner: 'agent', title: 'B', now: 1, message: question('b1') });
    const missing = expect.objectContaining({ code: 'not_found' });
    const ask = (place: { conversationId: string; owner: string }, parentId: string) => () =>
      appendQuestion(db, { ...place, now: 9, message: question('new'), parentId });
    expect(ask(a, 'b1')).toThrow(missing);
    expect(ask(a, 'new')).toThrow(missing);
    expect(ask({ ...a, owner: 'agent' }, 'q1')).toThrow(missing);
    expect(ask({ conversationId: 'b', owner: 'local' }, 'b1')).toThrow(missing);
    expect(() => appendAnswer(db, { ...a, now: 9, message: answer('new', 'b1') })).toThrow(missing);
    for (const messageId of ['b1', 'nowhere']) {
      expect(() => showMessage(db, { ...a, messageId })).toThrow(missing);
      expect(readBranch(db, { ...a, messageId, last: 9 })).toBeNull();
    }
    expect(all()).toHaveLength(6);
    expect(() => db.exec('UPDATE messages SET parent_id = id')).toThrow(/CHECK/);
    // A file that another hand wrote: readers come to an end all the same.
    db.pragma('ignore_check_constraints = ON');
    db.exec("UPDATE messages SET parent_id = (SELECT max(id) FROM messages) WHERE public_id = 'q1'");
    expect(branch('a2')).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(showMessage(db, { ...a, messageId: 'q4' })).toEqual({ shownId: 'q4' });
  });

  it('leaves nothing behind when the first message cannot be stored', () => {
    plant();
    const first = { id: 'b', owner: 'local', title: 'B', now: 1, message: question('q1') };
    expect(() => createConversation(db, first)).toThrow();
    expect(readConversation(db, { ...a, conversationId: 'b' })).toBeNull();
    expect(listConversations(db, { owner: 'local', limit: 9, query: 'B' }).conversations).toEqual([]);
  });

  it('shows the text of a message whose other parts no longer parse', () => {
    plant();
    for (const broken of ['not json', '[{"n":0}]', '{}', '[[1]]']) {
      db.prepare(
        'UPDATE messages SET citations = @broken, unsupported = @broken, scope = @broken, attachments = @broken, error = @broken',
      ).run({ broken });
      expect(all()?.[1]).toMatchObject({
        text: 'a1',
        citations: [],
        unsupported: null,
        scope: null,
        attachments: [],
      });
    }
  });

  it('copies a branch, and purges a copy that was never finished', () => {
    plant();
    const copy = { ...a, messageId: 'a2', copyId: 'copy', title: 'Lease (2)', now: 50, limit: 3 };
    expect(copyBranch(db, { ...copy, after: 0 })).toEqual({ copied: 3, isDone: false });
    expect(readConversation(db, { ...a, conversationId: 'copy' })).toBeNull();
    expect(copyBranch(db, { ...copy, after: 3 })).toEqual({ copied: 4, isDone: true });
    const copied = readMessages(db, { ...a, conversationId: 'copy', after: 0, limit: 9 }) ?? [];
    expect(copied.map(({ text }) => text)).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(copied.map(({ parentId }) => parentId)).toEqual([null, ...copied.slice(0, 3).map(({ id }) => id)]);
    expect(copied[3]).toEqual({ ...answer('a2', 'q2'), id: copied[3]?.id, parentId: copied[2]?.id });
    expect(readConversation(db, { ...a, conversationId: 'copy' })?.shownId).toBe(copied[3]?.id);
    expect(new Set([...copied, ...(all() ?? [])].map(({ id }) => id)).size).toBe(10);

    copyBranch(db, { ...copy, copyId: 'lost', after: 0 });
    expect(purgeConversations(db, { before: 51, limit: 9 })).toBe(1);
    expect(listConversations(db, { owner: 'local', limit: 9 }).conversations).toMatchObject([
      { id: 'copy', messages: 4 },
      { id: 'a', messages: 6 },
    ]);
  });
});

describe('deleting', () => {
  it('hides at once, gives back for a while, and then removes everything', () => {
    plant();
    expect(deleteConversation(db, { ...a, owner: 'agent', now: 100 })).toBe(false);
    expect(deleteConversation(db, { ...a, now: 100 })).toBe(true);
    expect(deleteConversation(db, { ...a, now: 101 })).toBe(false);
    expect([all(), branch('a1') ?? null, readConversation(db, a)]).toEqual([null, null, null]);
    for (const query of [undefined, 'lease'])
      expect(listConversations(db, { owner: 'local', limit: 9, query }).conversations).toEqual([]);
    const ask = { ...a, now: 102, message: question('late'), parentId: 'a1' };
    expect(() => appendQuestion(db, ask)).toThrow(expect.objectContaining({ code: 'not_found' }));
    // The answer that was being written when it was deleted.
    appendAnswer(db, { ...a, now: 103, message: answer('a4', 'q4') });
    expect(purgeConversations(db, { before: 100, limit: 9 })).toBe(0);
    expect(restoreConversation(db, { ...a, owner: 'agent', since: 0 })).toBe(false);
    expect(restoreConversation(db, { ...a, since: 101 })).toBe(false);
    expect(restoreConversation(db, { ...a, since: 100 })).toBe(true);
    expect(shown()).toBe('a4');

    deleteConversation(db, { ...a, now: 200 });
    expect(purgeConversations(db, { before: 201, limit: 9 })).toBe(1);
    expect(restoreConversation(db, { ...a, since: 0 })).toBe(false);
    expect(() => appendAnswer(db, { ...a, now: 1, message: answer('a5', 'q4') })).toThrow();
    for (const table of ['conversations', 'messages', 'conversation_terms_docsize'])
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
  });
});

describe('the list', () => {
  it('is the owner’s, newest first, and pages without gaps', () => {
    for (let n = 1; n <= 7; n++)
      createConversation(db, {
        id: `c${n}`,
        owner: n === 4 ? 'agent' : 'local',
        title: `T${n}`,
        // Two of the same moment.
        now: Math.floor(n / 2),
        message: question(`m${n}`),
      });
    const seen: string[] = [];
    let after = null;
    do {
      const page: ReturnType<typeof listConversations> = listConversations(db, {
        owner: 'local',
        limit: 2,
        ...(after && { after }),
      });
      seen.push(...page.conversations.map(({ id }) => id));
      after = page.next;
    } while (after);
    expect(seen).toEqual(['c7', 'c6', 'c5', 'c3', 'c2', 'c1']);
  });

  it('finds words in titles and messages, in every script, while they are typed', () => {
    const texts = {
      en: ['Kiln purchase', 'The second kiln costs 4,200 euros, said Müller.'],
      ko: ['회의', '임대 계약은 서울에서 체결되었습니다.'],
      ja: ['旅行', '東京都への旅行は来週です。'],
      pl: ['Umowa', 'Łódź: umowa najmu kończy się w maju.'],
      en2: ['Nothing', 'NEAR the attic (AND "OR") NOT col:umn ^x *'],
    };
    for (const [id, [title = '', text = '']] of Object.entries(texts)) {
      createConversation(db, { id, owner: 'local', title, now: 1, message: question(`${id}-q`, 'why') });
      appendAnswer(db, {
        conversationId: id,
        owner: 'local',
        now: 1,
        message: answer(`${id}-a`, `${id}-q`, text),
      });
    }
    const find = (query: string) =>
      listConversations(db, { owner: 'local', limit: 9, query }).conversations.map(({ id }) => id);
    for (const [query, ids] of [
      ['kiln', ['en']],
      ['KIL', ['en']],
      ['kiln attic', []],
      ['purchase mulle', ['en']],
      ['4200', ['en']],
      ['"second kiln"', ['en']],
      ['"kiln second"', []],
      ['서울', ['ko']],
      ['서울에', ['ko']],
      ['서체', []],
      ['"계약은 서울"', ['ko']],
      ['東京', ['ja']],
      ['都', ['ja']],
      ['京東', []],
      ['lodz', ['pl']],
      ['near not', ['en2']],
      ['col:umn', ['en2']],
      ['"', []],
      ['🦊', []],
      ['AND OR NOT', ['en2']],
      ['attic) OR (kiln', []],
      ['* ^ : -', []],
      [`${'a '.repeat(240)}`, []],
      ["'; DROP TABLE messages; --", []],
    ] as const)
      expect([query, find(query)]).toEqual([query, ids]);

    const page = listConversations(db, { owner: 'local', limit: 9, query: 'second mull' });
    expect(page.conversations[0]?.found).toEqual({ messageId: 'en-a', text: texts.en[1] });
    expect(page.terms.map(({ term, prefix }) => [term, prefix])).toEqual([
      ['second', undefined],
      ['mull', true],
    ]);
    expect(
      listConversations(db, { owner: 'local', limit: 9, query: 'umowa' }).conversations[0]?.found,
    ).toEqual({
      messageId: 'pl-a',
      text: texts.pl[1],
    });
    expect(find('   ')).toHaveLength(5);

    renameConversation(db, { conversationId: 'en', owner: 'local', title: 'Oven' });
    expect([find('purchase'), find('oven')]).toEqual([[], ['en']]);
    expect(
      listConversations(db, { owner: 'local', limit: 9, query: 'oven' }).conversations[0]?.found,
    ).toBeNull();
    expect(listConversations(db, { owner: 'agent', limit: 9, query: 'oven' }).conversations).toEqual([]);
  });
});

it('keeps a branch of 5,000 messages quick to follow, to copy and to remove', () => {
  db.transaction(() => {
    createConversation(db, { id: 'a', owner: 'local', title: 'Long', now: 1, message: question('m1') });
    for (let n = 2; n <= 5000; n++) {
      const place = { ...a, now: n };
      if (n % 2) appendQuestion(db, { ...place, message: question(`m${n}`), parentId: `m${n - 1}` });
      else appendAnswer(db, { ...place, message: answer(`m${n}`, `m${n - 1}`) });
    }
  })();
  const started = performance.now();
  expect(shown()).toBe('m5000');
  expect(branch('m5000')).toHaveLength(1000);
  expect(readBranch(db, { ...a, messageId: 'm5000', last: 20 })?.[0]?.id).toBe('m4981');
  expect(showMessage(db, { ...a, messageId: 'm1' })).toEqual({ shownId: 'm5000' });
  expect(performance.now() - started).toBeLessThan(1000);
  const copy = { ...a, messageId: 'm5000', copyId: 'copy', title: 'Copy', now: 50, limit: 5000 };
  expect(copyBranch(db, { ...copy, after: 0 })).toEqual({ copied: 5000, isDone: true });
  deleteConversation(db, { ...a, now: 1 });
  expect(purgeConversations(db, { before: 2, limit: 1 })).toBe(1);
  expect(db.prepare('SELECT count(*) FROM messages').pluck().get()).toBe(5000);
  expect(performance.now() - started).toBeLessThan(5000);
});
