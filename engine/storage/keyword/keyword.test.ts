import { openDatabase, type SqliteDatabase } from '@adiuva/native/sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../migrate.ts';
import {
  analyze,
  createTermReader,
  deleteChunkTerms,
  insertChunkTerms,
  refreshCommonTerms,
} from './index.ts';

let db: SqliteDatabase;
beforeEach(() => {
  db = openDatabase(':memory:');
  migrate(db, ':memory:');
});
afterEach(() => {
  db.close();
});

const terms = (text: string, purpose: 'index' | 'query' = 'index') =>
  analyze(text, { purpose }).map(({ term }) => term);
const insert = (rows: { id: number; text: string }[]) => db.transaction(() => insertChunkTerms(db, rows))();
const refresh = (budgetMs = 1000) => {
  while (!db.transaction(() => refreshCommonTerms(db, budgetMs))().done);
};

describe('the analyzer', () => {
  test.each([
    ['Ünïcode FULLWIDTH ＡＢＣ ﬁle', ['unicod', 'fullwidth', 'abc', 'file']],
    ['Straße straße STRASSE', ['strass', 'strass', 'strass']],
    ['Łódź Øre Cœur', ['lodz', 'ore', 'coeur']],
    ["l'amore d’Italia", ['l', 'amor', 'd', 'italia']],
    ['1,250.50 1.250,50 1250,50', ['1250\ue00050', '1250\ue00050']],
    ['東京都へ', ['東京', '京都', '都へ', 'へ']],
    ['서울에서 회의', ['서울', '울에', '에서', '서', '회의', '의']],
    ['houses glass glasses Wiesen bus these', ['hous', 'glass', 'glass', 'wies', 'bus', 'thes']],
    ['', []],
    ['--- *** 🚆', []],
  ])('%s', (text, expected) => {
    expect(terms(text).slice(0, expected.length)).toEqual(expected);
  });

  test('gives where each term stands, in the text as it was', () => {
    const text = 'Der ﬁne Straßenname, 3.14 km – 東京都 é e\u0301';
    for (const { start, end } of analyze(text, { purpose: 'query' }))
      expect(text.slice(start, end)).toMatch(/^[^\s,–]+$/u);
    const positions = analyze(text, { purpose: 'query' }).map(({ start, end }) => text.slice(start, end));
    expect(positions).toEqual(['Der', 'ﬁne', 'Straßenname', '3.14', 'km', '東京', '京都', 'é', 'e\u0301']);
  });

  test('a query finds what the index holds, however both are written', () => {
    for (const [inText, asked] of [
      ['한국에서는', '한국'],
      ['データベース', 'データ'],
      ['مُحَمَّد', 'محمد'],
      ['Ελλάς', 'ΕΛΛΑΣ'],
      ['हिन्दी', 'हिन्दी'],
      ['ภาษาไทย', 'ไทย'],
      ['version 1.2.3', '1.2.3'],
    ] as const) {
      const indexed = new Set(terms(inText));
      for (const term of terms(asked, 'query')) expect(indexed).toContain(term);
    }
  });

  test('FTS5 holds exactly its terms, whatever characters a text is made of', () => {
    let state = 42;
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return state % below;
    };
    const ranges = [
      [0x20, 0x7e],
      [0xa0, 0x24f],
      [0x300, 0x36f],
      [0x370, 0x5ff],
      [0x600, 0x6ff],
      [0x900, 0xdff],
      [0xe00, 0x10ff],
      [0x1100, 0x1fff],
      [0x2000, 0x2fff],
      [0x3000, 0x30ff],
      [0x3400, 0x9fff],
      [0xa000, 0xabff],
      [0xac00, 0xd7ff],
      [0xe000, 0xffff],
      [0x10000, 0x1ffff],
      [0x20000, 0x2ffff],
    ] as const;
    const rows = Array.from({ length: 400 }, (_, id) => {
      const [from, to] = ranges[random(ranges.length)] ?? [0x20, 0x7e];
      const text = Array.from({ length: 60 }, () =>
        random(8) === 0 ? ' ' : String.fromCodePoint(from + random(to - from + 1)),
      ).join('');
      return { id: id + 1, text };
    });
    insert(rows);
    const read = db.prepare('SELECT term FROM chunk_terms_instances WHERE doc = ? ORDER BY offset').pluck();
    for (const { id, text } of rows) expect(read.all(id)).toEqual(terms(text));
  });

  test('a word without end is cut, and costs no more than its length', () => {
    const [only, ...others] = terms(`${'a'.repeat(2_000_000)}`);
    expect([only?.length, others]).toEqual([64, []]);
  });
});

describe('common terms', () => {
  const reader = () => createTermReader(db);
  /** Chunk and frequency of every chunk that is there, from the postings. */
  const postings = (term: string) => {
    const id = reader().commonTerm(term);
    if (id === null) return null;
    const live = new Set(db.prepare('SELECT chunk_id FROM chunk_lengths').pluck().all());
    const found = reader()
      .commonPostings(id)
      .flatMap(({ firstChunkId, postings: { offsets, frequencies } }) =>
        [...offsets].map((offset, index) => [firstChunkId + offset, frequencies[index]]),
      );
    for (const {
      chunkId,
      terms: { termIds, frequencies },
    } of reader().recentTerms(reader().sealedThrough())) {
      const index = termIds.indexOf(id);
      if (index >= 0) found.push([chunkId, frequencies[index]]);
    }
    return found.filter(([chunkId]) => live.has(chunkId));
  };
  const fromFts5 = (term: string) =>
    db.prepare('SELECT doc, count(*) FROM chunk_terms_instances WHERE term = ? GROUP BY doc').raw().all(term);
  const text = (id: number) =>
    `the ${id % 3 === 0 ? 'third the' : 'other'} chunk${id}${id > 5000 ? ' late' : ''}`;
  const rows = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({ id: from + index, text: text(from + index) }));

  test('postings say what FTS5 says: built late, grown, thinned out, dropped', () => {
    insert(rows(1, 6001));
    expect(reader().commonTerm('the')).toBeNull();
    refresh(0);
    for (const term of ['the', 'third', 'other']) expect(postings(term)).toEqual(fromFts5(term));
    expect(postings('chunk7')).toBeNull();
    expect(postings('late')).toBeNull();

    for (let id = 6001; id < 11_000; id += 37) insert(rows(id, Math.min(11_000, id + 37)));
    for (const term of ['the', 'third']) expect(postings(term)).toEqual(fromFts5(term));
    refresh();
    expect(postings('late')).toEqual(fromFts5('late'));

    const gone = Array.from({ length: 3000 }, (_, index) => 100 + index * 2);
    db.transaction(() => deleteChunkTerms(db, gone))();
    expect(postings('the')).toEqual(fromFts5('the'));
    refresh();
    for (const term of ['the', 'third', 'late']) expect(postings(term)).toEqual(fromFts5(term));
    // What was written again holds no chunk that is gone.
    const id = reader().commonTerm('the') ?? 0;
    const inPostings = reader()
      .commonPostings(id)
      .flatMap(({ firstChunkId, postings: { offsets } }) =>
        [...offsets].map((offset) => firstChunkId + offset),
      );
    expect(inPostings).not.toContain(2100);

    // A term that hardly anybody uses any more makes way, and its chunks in the open span do not bring it back.
    const withThird = (
      db
        .prepare("SELECT DISTINCT doc FROM chunk_terms_instances WHERE term = 'third'")
        .pluck()
        .all() as number[]
    ).slice(0, -100);
    db.transaction(() => deleteChunkTerms(db, withThird))();
    insert(Array.from({ length: 9000 }, (_, index) => ({ id: 20_000 + index, text: 'the other' })));
    refresh();
    expect(postings('third')).toBeNull();
    expect(
      db
        .prepare('SELECT count(*) FROM common_postings WHERE term_id NOT IN (SELECT id FROM common_terms)')
        .pluck()
        .get(),
    ).toBe(0);
    expect(postings('other')).toEqual(fromFts5('other'));
  });

  test('removals are told in order, and a second removal is none', () => {
    insert(rows(1, 10));
    db.transaction(() => deleteChunkTerms(db, [3, 5, 3, 77]))();
    expect(db.prepare('SELECT chunk_id FROM chunk_removals ORDER BY id').pluck().all()).toEqual([3, 5]);
    expect(createTermReader(db).termInstances('the', 0, 100)).not.toContain(3);
  });
});
