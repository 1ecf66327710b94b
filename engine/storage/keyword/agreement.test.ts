import { openDatabase } from '@adiuva/native/sqlite';
import { expect, test } from 'vitest';
import { localUser } from '#base';
import { createRetriever } from '#retrieval';
import { migrate } from '../migrate.ts';
import { createSearchStore } from '../search/index.ts';
import { createTermReader, insertChunkTerms, refreshCommonTerms } from './index.ts';

test('ranks as FTS5 does with its bm25, common terms included', async () => {
  const chunks = 5000;
  const db = openDatabase(':memory:');
  migrate(db, ':memory:');
  db.exec(`INSERT INTO knowledge_bases (id, name, folded, created_at) VALUES (1, 'k', 'k', 1);
    INSERT INTO documents (id, public_id, kb_id, path, status, preset, size, mtime_ms, ctime_ms, inode)
    VALUES (1, 'd', 1, 'p', 'indexed', 'default', 1, 1, 1, '1')`);
  const addChunk =
    db.prepare(`INSERT INTO chunks (id, document_id, ordinal, part_ordinal, start_offset, end_offset, token_count, text_hash, text, locator)
    VALUES (?, 1, ?, 0, ?, ?, 1, ?, ?, '{"kind":"text","part":0,"start":0,"end":1,"headingPath":[]}')`);
  let state = 9;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  db.transaction(() => {
    for (let id = 1; id <= chunks; id++) {
      // Zipf's law, roughly: w1 is in nearly every chunk, w5000 in hardly any.
      const text = Array.from(
        { length: 20 + Math.floor(random() * 60) },
        () => `w${Math.floor(5000 ** random())}`,
      ).join(' ');
      addChunk.run(id, id, id * 100, id * 100 + 99, Buffer.from(String(id).padStart(16, '0')), text);
      insertChunkTerms(db, [{ id, text }]);
    }
  })();
  while (!db.transaction(() => refreshCommonTerms(db, 1000))().done);
  expect(createTermReader(db).commonTerm('w1')).not.toBeNull();

  const perTerm = db
    .prepare('SELECT rowid, bm25(chunk_terms) FROM chunk_terms WHERE chunk_terms MATCH ?')
    .raw();
  const expected = (query: string) => {
    const scores = new Map<number, number>();
    for (const term of query.split(' ')) {
      const rows = perTerm.all(term) as [number, number][];
      const odds = (chunks - rows.length + 0.5) / (rows.length + 0.5);
      // FTS5 takes a millionth where its own weight would not be positive; ours always is.
      const theirs = Math.log(odds) > 0 ? Math.log(odds) : 1e-6;
      for (const [id, score] of rows) {
        scores.set(id, (scores.get(id) ?? 0) + (-score / theirs) * Math.log(1 + odds));
      }
    }
    return [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  };
  const retriever = createRetriever({
    store: createSearchStore(db),
    modelKey: null,
    embedQuery: () => Promise.reject(new Error('no model')),
    clock: performance,
  });
  for (const query of ['w1', 'w1 w2 w3', 'w4000', 'w1 w50 w700 w4000', 'w2 w9 w30', 'w3000 w4999 w17']) {
    const answer = await retriever.search({ query, limit: 20 }, localUser, new AbortController().signal);
    const all = expected(query);
    const best = all[0]?.[1] ?? 1;
    expect(answer.total).toBe(all.length);
    for (const [index, { chunkId, score }] of answer.results.entries()) {
      expect(score).toBeCloseTo((all[index]?.[1] ?? 0) / best, 5);
      expect((new Map(all).get(Number(chunkId)) ?? 0) / best).toBeCloseTo(score, 5);
    }
  }
  retriever.close();
  db.close();
});
