import { openDatabase, type SqliteDatabase } from '@adiuva/native/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { textHash } from '#base';
import { migrate } from '../migrate.ts';
import {
  collectUnusedVectors,
  createVectorReader,
  ensureVectorTables,
  missingVectors,
  putVectors,
  signCode,
} from './index.ts';

let db: SqliteDatabase;
beforeEach(() => {
  db = openDatabase(':memory:');
  migrate(db, ':memory:');
});
afterEach(() => {
  db.close();
});

const dimensions = 128;
const vector = (seed: number) =>
  Float32Array.from({ length: dimensions }, (_, at) => Math.sin(seed * 7.1 + at * (1 + (seed % 13))) / 8);
const row = (seed: number) => ({ textHash: textHash(`t${seed}`), vector: vector(seed) });
const put = (key: number, seeds: readonly number[]) =>
  db.transaction(() => putVectors(db, key, seeds.map(row)))();

test('keeps one vector a text and model, and knows which are missing', () => {
  const key = ensureVectorTables(db, 'm', dimensions, 1);
  expect(ensureVectorTables(db, 'm', dimensions, 2)).toBe(key);
  expect(() => ensureVectorTables(db, 'm', 64, 2)).toThrow(
    expect.objectContaining({ code: 'model_invalid' }),
  );
  put(key, [1, 2, 1, 3]);
  put(key, [2, 4]);
  expect(
    missingVectors(
      db,
      key,
      [1, 9, 4, 8].map((seed) => row(seed).textHash),
    ),
  ).toEqual([1, 3]);
  const other = ensureVectorTables(db, 'n', dimensions, 1);
  expect(missingVectors(db, other, [row(1).textHash])).toEqual([0]);
  expect(createVectorReader(db, 99)).toBeNull();
});

test.each([
  ['a wrong length', new Float32Array(64)],
  ['not a number', new Float32Array(dimensions).fill(Number.NaN)],
  ['infinite', new Float32Array(dimensions).fill(Number.POSITIVE_INFINITY)],
])('refuses %s', (_, bad) => {
  const key = ensureVectorTables(db, 'm', dimensions, 1);
  expect(() => putVectors(db, key, [{ textHash: textHash('x'), vector: bad }])).toThrow(
    expect.objectContaining({ code: 'model_invalid' }),
  );
});

test('every code is found, in a block or not, and is its vector signs; the stored vector is close', () => {
  const key = ensureVectorTables(db, 'm', dimensions, 1);
  for (let from = 0; from < 2500; from += 100)
    put(
      key,
      Array.from({ length: 100 }, (_, index) => from + index),
    );
  expect(db.prepare(`SELECT count(*) FROM code_blocks_${key}`).pluck().get()).toBe(2);
  const reader = createVectorReader(db, key);
  const codes = new Map<number, string>();
  const { runs } = reader?.readBlocks(-1, 10) ?? { runs: [] };
  for (const { firstId, codes: bytes } of [...runs, ...(reader?.readRecentCodes(0, 5000) ?? [])]) {
    for (let index = 0; index * 16 < bytes.length; index++) {
      codes.set(firstId + index, Buffer.from(bytes.subarray(index * 16, index * 16 + 16)).toString('hex'));
    }
  }
  expect(codes.size).toBe(2500);
  const find = db.prepare(`SELECT id FROM vectors_${key} WHERE text_hash = ?`).pluck();
  for (const seed of [0, 1023, 1024, 2047, 2048, 2499]) {
    const id = find.get(row(seed).textHash) as number;
    const expected = Buffer.from(signCode(vector(seed))).toString('hex');
    expect(codes.get(id)).toBe(expected);
    expect(Buffer.from(reader?.readCode(id) ?? []).toString('hex')).toBe(expected);
    reader?.readVectors([id], (_, { scale, quantised }) => {
      for (const [at, value] of vector(seed).entries())
        expect(Math.abs(value - scale * (quantised[at] ?? 0))).toBeLessThan(scale * 0.51);
    });
  }
});

test('nothing is left of a collected vector, not even its signs in a block that others still use', () => {
  const key = ensureVectorTables(db, 'm', dimensions, 1);
  put(
    key,
    Array.from({ length: 1100 }, (_, index) => index),
  );
  const hashOf = db.prepare(`SELECT text_hash FROM vectors_${key} WHERE id = ?`).pluck();
  db.exec(`INSERT INTO knowledge_bases (id, name, folded, created_at) VALUES (1, 'k', 'k', 1);
    INSERT INTO documents (id, public_id, kb_id, path, status, preset, size, mtime_ms, ctime_ms, inode) VALUES (1, 'd', 1, 'p', 'indexed', 'default', 1, 1, 1, '1')`);
  db.prepare(
    "INSERT INTO chunks (document_id, ordinal, part_ordinal, start_offset, end_offset, token_count, text_hash, text, locator) VALUES (1, 0, 0, 0, 1, 1, ?, 't', '{}')",
  ).run(hashOf.get(500));
  while (collectUnusedVectors(db, 300) > 0);
  const codes = db.prepare(`SELECT codes FROM code_blocks_${key}`).pluck().get() as Uint8Array;
  const kept = codes.subarray(499 * 16, 500 * 16);
  expect(kept.some((byte) => byte !== 0)).toBe(true);
  expect(codes.filter((byte) => byte !== 0).length).toBe(kept.filter((byte) => byte !== 0).length);
  expect(db.prepare(`SELECT count(*) FROM codes_${key}`).pluck().get()).toBe(0);
});

test('vectors that no chunk uses are collected, and their ids never come back', () => {
  const key = ensureVectorTables(db, 'm', dimensions, 1);
  put(
    key,
    Array.from({ length: 1500 }, (_, index) => index),
  );
  db.exec(`INSERT INTO knowledge_bases (id, name, folded, created_at) VALUES (1, 'k', 'k', 1);
    INSERT INTO documents (id, public_id, kb_id, path, status, preset, size, mtime_ms, ctime_ms, inode) VALUES (1, 'd', 1, 'p', 'indexed', 'default', 1, 1, 1, '1')`);
  db.prepare(
    "INSERT INTO chunks (document_id, ordinal, part_ordinal, start_offset, end_offset, token_count, text_hash, text, locator) VALUES (1, 0, 0, 0, 1, 1, ?, 't', '{}')",
  ).run(row(1400).textHash);
  expect(collectUnusedVectors(db, 1000)).toBe(1000);
  expect(collectUnusedVectors(db, 1000)).toBe(499);
  expect(collectUnusedVectors(db, 1000)).toBe(0);
  expect(missingVectors(db, key, [row(1400).textHash, row(3).textHash])).toEqual([1]);
  expect(db.prepare(`SELECT count(*) FROM code_blocks_${key}`).pluck().get()).toBe(0);
  put(key, [5000]);
  expect(db.prepare(`SELECT max(id) FROM vectors_${key}`).pluck().get()).toBe(1501);
});
