import type { SearchInput } from '@adiuva/contracts/rpc';
import { searchOutputSchema } from '@adiuva/contracts/rpc';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localUser, type Principal } from '#base';
import { createRetriever, type Retriever } from './index.ts';
import { createRandom, normalise, openTestLibrary, type TestLibrary } from './testing/testLibrary.ts';

const dimensions = 64;
const axis = (index: number, also = -1) => {
  const random = createRandom(index * 64 + also);
  const noise = () => (random() - 0.5) / 20;
  const value = (at: number) => (at === index ? 1 : at === also ? 0.6 : noise());
  return normalise(Float32Array.from({ length: dimensions }, (_, at) => value(at)));
};
/** What the "model" of these tests makes of a query. */
const meanings = new Map<string, Float32Array>([
  ['how fast does it go', axis(3)],
  ['salary', axis(9)],
]);
const never = new AbortController().signal;
const guest: Principal = {
  id: 'guest',
  kind: 'mcp',
  grants: { knowledgeBases: ['Public'], canWrite: false },
};

let library: TestLibrary;
let retriever: Retriever;
let embedded = 0;

const open = () =>
  createRetriever({
    store: library.storage.search,
    modelKey: library.modelKey,
    embedQuery: async (text) => {
      embedded += 1;
      return meanings.get(text) ?? axis(60);
    },
    clock: { now: () => performance.now() },
  });
const search = async (input: SearchInput, principal = localUser) =>
  searchOutputSchema.parse(await retriever.search(input, principal, never));
const texts = async (input: SearchInput, principal = localUser) =>
  (await search(input, principal)).results.map(({ text }) => text);

beforeAll(async () => {
  library = await openTestLibrary(dimensions);
  await library.add({
    kb: 'public',
    path: '/home/ann/reports/2024/train.md',
    mediaType: 'text/markdown',
    language: 'en',
    mtimeMs: 2000,
    chunks: [
      { text: 'The express reaches 320 kilometres per hour on the new line.', vector: axis(3, 4) },
      { text: 'Tickets are sold at the station and by post.', vector: axis(5) },
      { text: 'Zażółć gęślą jaźń, the Łódź line, costs 1,250.50 złoty.', vector: axis(6) },
    ],
  });
  await library.add({
    kb: 'public',
    path: '/home/ann/reports/2024b/seoul.txt',
    language: 'ko',
    mtimeMs: 3000,
    chunks: [
      { text: '서울특별시에서 회의가 열렸습니다. 회의록은 내일 나갑니다.', vector: axis(7) },
      { text: '東京都の会議は来週です。', vector: axis(8) },
    ],
  });
  await library.add({
    kb: 'secret',
    path: '/home/boss/pay.pdf',
    mediaType: 'application/pdf',
    mtimeMs: 4000,
    chunks: [
      { text: 'Salary of the station master: secret figures for the express line.', vector: axis(9) },
      { text: 'More secret figures: express express express.', vector: axis(9, 3) },
    ],
  });
  await library.add({
    kb: 'public',
    path: '/home/ann/mail.eml',
    mediaType: 'message/rfc822',
    mtimeMs: 3500,
    metadata: { author: 'Ann Smith' },
    member: { within: [{ kind: 'attachment', name: 'timetable.pdf' }], mediaType: 'application/pdf' },
    chunks: [{ text: 'Timetable of the omnibus, attached.', vector: axis(11) }],
  });
  const seoul = '/home/ann/reports/2024b/seoul.txt';
  const kbId = library.storage.read.findKnowledgeBase('public')?.id ?? 0;
  const document = library.storage.read.readDocumentsByPath(kbId, [seoul]).get(seoul);
  await library.storage.write.addTags({
    documents: [document?.rowId ?? 0],
    tags: [{ name: 'Trip', folded: 'trip' }],
    knowledgeBases: null,
  });
  retriever = open();
});
afterAll(async () => {
  retriever.close();
  await library.close();
});

test('finds by words and by meaning at once, with snippet, locator and score', async () => {
  const answer = await search({ query: 'how fast does it go' });
  expect(answer.mode).toBe('hybrid');
  expect(answer.results[0]).toMatchObject({
    rank: 1,
    text: expect.stringContaining('320 kilometres'),
    path: '/home/ann/reports/2024/train.md',
    locator: { kind: 'text', part: 0, start: 0 },
  });
  const words = await search({ query: 'TICKETS station', mode: 'keyword' });
  const [first] = words.results;
  expect(first?.score).toBe(1);
  expect(first?.snippet.marks.map(([start, end]) => first.snippet.text.slice(start, end))).toEqual([
    'Tickets',
    'station',
  ]);
  expect(words.total).toBe(2);
});

test.each([
  ['zazolc', 'Zażółć'],
  ['lodz', 'Łódź'],
  ['1250.50', '1,250.50'],
  ['서울', '서울특별시에서'],
  ['회의는', '회의가'],
  ['京', '東京都'],
  ['会議', '東京都'],
  ['"the new line"', '320'],
])('finds %s by keyword', async (query, part) => {
  expect((await texts({ query, mode: 'keyword' }))[0]).toContain(part);
});

test('a quoted phrase must match as it stands', async () => {
  expect(await texts({ query: '"express reaches" secret', mode: 'keyword' })).toEqual([
    expect.stringContaining('320 kilometres'),
  ]);
  expect(await texts({ query: '"reaches express"', mode: 'keyword' })).toEqual([]);
});

test('nothing a person may type is an error', async () => {
  const queries = [
    '"',
    '""',
    '"" ""',
    "'",
    '*',
    '^',
    'a*',
    '-',
    '- -',
    'AND',
    'OR NOT',
    'NEAR(',
    'NEAR(a b, 2)',
    '(',
    ')',
    'terms:',
    'terms:express',
    '{terms} : x',
    'a + b',
    'a ^ b',
    '\\',
    '\u0000',
    'x\u0000y',
    '\ud800',
    '\udc00a',
    '%',
    '_',
    ';',
    "'; DROP TABLE chunks; --",
    '🚆',
    '\u200b',
    '\u202e',
    '  ',
    '\n\t',
    '"a" AND "',
    '“a”',
    '„b“',
    '«c»',
    '\ue000',
    'ß'.repeat(300),
    'w '.repeat(4999),
    '"w" '.repeat(2000),
    '中'.repeat(5000),
    'क्षि',
    'ไทย',
    'a\u0301',
    '１２３',
    '1.2.3.4',
    '1,,2',
    "l'amore",
    "''",
    "a''b",
  ];
  for (const mode of ['keyword', 'hybrid'] as const) {
    for (const query of queries) await search({ query, mode });
  }
}, 20_000);

test.each<[string, Omit<SearchInput, 'query'>, string[]]>([
  ['short name', { type: 'pdf' }, ['/home/boss/pay.pdf']],
  ['ending', { type: '.txt' }, []],
  ['family', { type: 'text/*' }, ['/home/ann/reports/2024/train.md']],
  ['media type', { type: 'text/markdown' }, ['/home/ann/reports/2024/train.md']],
  ['since, inclusive', { since: 4000 }, ['/home/boss/pay.pdf']],
  ['until, exclusive', { until: 4000 }, ['/home/ann/reports/2024/train.md']],
  ['knowledge base, in any case', { kb: 'SECRET' }, ['/home/boss/pay.pdf']],
  ['unknown knowledge base', { kb: 'nowhere' }, []],
  ['language', { language: 'en-GB' }, ['/home/ann/reports/2024/train.md']],
  ['folder, not its namesake', { path: '/home/ann/reports/2024/' }, ['/home/ann/reports/2024/train.md']],
  ['part of a path', { path: 'PAY.p' }, ['/home/boss/pay.pdf']],
  ['no such document', { documentIds: ['nobody'] }, []],
])('filters by %s', async (_, filters, paths) => {
  for (const mode of ['keyword', 'semantic'] as const) {
    const { results } = await search({
      query: mode === 'keyword' ? 'express' : 'salary',
      mode,
      ...filters,
      limit: 200,
    });
    const found = new Set(results.map(({ path }) => path));
    for (const path of paths) expect(found).toContain(path);
    if (mode === 'keyword') expect([...found].sort()).toEqual(paths);
  }
});

test.each<[string, Omit<SearchInput, 'query'>, string[]]>([
  ['the type of a file inside it', { type: 'pdf' }, ['/home/ann/mail.eml', '/home/boss/pay.pdf']],
  ['the type of the file it is in', { type: 'mail' }, ['/home/ann/mail.eml']],
  ['the type of a file inside it, and a folder', { type: 'pdf', path: '/home/ann' }, ['/home/ann/mail.eml']],
  ['a tag', { tags: ['tRIP'] }, ['/home/ann/reports/2024b/seoul.txt']],
  ['a tag that it has and one that it has not', { tags: ['trip', 'other'] }, []],
  ['metadata', { metadata: { author: 'SMITH' } }, ['/home/ann/mail.eml']],
])('finds by meaning all that is left by %s, and nothing else', async (_, filters, paths) => {
  const { results } = await search({ query: 'anything', mode: 'semantic', ...filters, limit: 200 });
  expect([...new Set(results.map(({ path }) => path))].sort()).toEqual(paths);
  const attached = results.find(({ path }) => path === '/home/ann/mail.eml');
  if (attached) expect(attached.mediaType).toBe('application/pdf');
});

test('what a principal may not read changes nothing in what it gets', async () => {
  const queries: SearchInput[] = [
    { query: 'express line' },
    { query: 'express line', mode: 'keyword' },
    { query: 'salary', mode: 'semantic' },
    { query: 'salary', alpha: 0.5 },
    { query: 'secret' },
    { query: 'express', kb: 'secret' },
    { query: 'express', path: '/home/boss' },
  ];
  const before = [];
  for (const input of queries) before.push(await search(input, guest));
  // The local user's answers, now in the cache, are nobody else's.
  for (const input of queries) await search(input);
  for (const [index, input] of queries.entries()) {
    const again = await search(input, guest);
    expect(again.cached).toBe(true);
    expect(again.results).toEqual(before[index]?.results);
    expect(again.results.every(({ path }) => path.startsWith('/home/ann/'))).toBe(true);
  }
  expect(before[5]?.results).toEqual([]);
  expect(before[5]?.total).toBe(0);
  // More of what it cannot see: scores, order and totals stay as they are.
  await library.add({
    kb: 'secret',
    path: '/home/boss/more.pdf',
    chunks: Array.from({ length: 50 }, (_, index) => ({
      text: `express line number ${index} of the secret salary plan, a very long text indeed`,
      vector: axis(9, index % 60),
    })),
  });
  for (const [index, input] of queries.entries()) {
    const after = await search(input, guest);
    expect(after.cached).toBe(false);
    expect({ results: after.results, total: after.total }).toEqual({
      results: before[index]?.results,
      total: before[index]?.total,
    });
  }
  const nobody: Principal = { id: 'n', kind: 'agent', grants: { knowledgeBases: [], canWrite: false } };
  expect((await search({ query: 'express line' }, nobody)).total).toBe(0);
});

test('a change to the index ends a cached answer, and a reader sees its own writes at once', async () => {
  const query = { query: 'gooseberry', mode: 'keyword' } as const;
  expect(await texts(query)).toEqual([]);
  expect((await search(query)).cached).toBe(true);
  await library.add({ path: '/tmp/g.txt', chunks: [{ text: 'A gooseberry.', vector: axis(11) }] });
  expect(await texts(query)).toEqual(['A gooseberry.']);
  await library.add({ path: '/tmp/g.txt', chunks: [{ text: 'Another gooseberry.', vector: axis(11) }] });
  expect(await texts(query)).toEqual(['Another gooseberry.']);
  await library.remove('default', '/tmp/g.txt');
  expect(await texts(query)).toEqual([]);
});

test('repetitions give way to what is new, but never shorten an answer', async () => {
  const copy = 'The badger sleeps under the old mill and wakes at dusk.';
  await library.add({ path: '/copies/a.txt', chunks: [{ text: copy, vector: axis(20) }] });
  await library.add({ path: '/copies/b.txt', chunks: [{ text: copy, vector: axis(20) }] });
  const long = `${'The badger eats. '.repeat(10)}Beetles mostly.`;
  await library.add({
    path: '/copies/c.txt',
    chunks: [
      { text: long, vector: axis(21) },
      { text: `${long.slice(17)} And worms.`, vector: axis(22), start: 17 },
      { text: 'A badger is not a bear.', vector: axis(23) },
    ],
  });
  const three = await search({ query: 'badger', mode: 'keyword', limit: 3 });
  expect(new Set(three.results.map(({ text }) => text)).size).toBe(3);
  expect(three.results.filter(({ path }) => path === '/copies/c.txt')).toHaveLength(2);
  const all = await search({ query: 'badger', mode: 'keyword' });
  expect(all.results).toHaveLength(5);
  const scores = all.results.map(({ score }) => score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
});

test('alpha leans the order to either side; a least score cuts it', async () => {
  const query = 'salary';
  const meaning = await texts({ query, alpha: 1, limit: 2, kb: 'secret' });
  expect(meaning[0]).toContain('Salary of the station master');
  const wordsOnly = await search({ query: 'express', alpha: 0, limit: 5 });
  expect(wordsOnly.results.every(({ text }) => text.includes('express'))).toBe(true);
  const all = await search({ query, limit: 20 });
  const least = all.results[2]?.score ?? 1;
  const good = await search({ query, limit: 20, minScore: least });
  expect(good.results.every(({ score }) => score >= least)).toBe(true);
  expect(good.results.length).toBeLessThan(all.results.length);
  expect(all.results.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
});

test('without a model it is a keyword search, and asking for more says so', async () => {
  const plain = createRetriever({
    store: library.storage.search,
    modelKey: null,
    embedQuery: () => Promise.reject(new Error('not there')),
    clock: Date,
  });
  expect((await plain.search({ query: 'tickets' }, localUser, never)).mode).toBe('keyword');
  await expect(plain.search({ query: 'x', mode: 'semantic' }, localUser, never)).rejects.toMatchObject({
    code: 'unavailable',
  });
  plain.close();
  await expect(plain.search({ query: 'y' }, localUser, never)).rejects.toMatchObject({ code: 'cancelled' });
});

test('stops when it is told to, and passes on what embedding throws', async () => {
  const stop = new AbortController();
  const hanging = createRetriever({
    store: library.storage.search,
    modelKey: library.modelKey,
    embedQuery: (_, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      ),
    clock: Date,
  });
  const pending = hanging.search({ query: 'tickets' }, localUser, stop.signal);
  stop.abort();
  await expect(pending).rejects.toBeDefined();
  hanging.close();
  const before = embedded;
  await search({ query: 'never embedded', mode: 'keyword' });
  expect(embedded).toBe(before);
});
