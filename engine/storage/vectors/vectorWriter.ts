import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { statement } from '../statement.ts';
import { codeBytes, quantise, signCode } from './quantise.ts';
import { codesPerBlock, vectorTables } from './vectorTables.ts';

/*
 * Vectors are kept once per text and model, under the hash of the text. vectors_N holds them as 8-bit integers, for
 * scoring a few hundred candidates from disk; codes_N their signs, which are all in memory while the engine runs.
 * A block's worth of codes moves to code_blocks_N when it is full: starting is then a sequential read of some megabytes.
 */

/**
 * Makes a model's tables unless they are there. Runs inside the caller's transaction.
 *
 * @returns the model's key
 * @throws AppError `model_invalid` when the model is known with other dimensions
 */
export function ensureVectorTables(
  db: SqliteDatabase,
  modelName: string,
  dimensions: number,
  now: number,
): number {
  const known = db.prepare('SELECT id, dimensions FROM embedding_models WHERE name = ?').get(modelName) as
    | { id: number; dimensions: number }
    | undefined;
  if (known && known.dimensions !== dimensions) {
    throw new AppError(
      'model_invalid',
      `The model ${modelName} gives vectors of ${dimensions} dimensions, but the library holds ${known.dimensions} for it.`,
    );
  }
  const key =
    known?.id ??
    Number(
      db
        .prepare('INSERT INTO embedding_models (name, dimensions, created_at) VALUES (?, ?, ?)')
        .run(modelName, dimensions, now).lastInsertRowid,
    );
  const tables = vectorTables(key);
  db.exec(`
    CREATE TABLE IF NOT EXISTS ${tables.vectors} (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      text_hash BLOB NOT NULL UNIQUE,
      scale REAL NOT NULL,
      quantised BLOB NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS ${tables.codes} (id INTEGER PRIMARY KEY, code BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS ${tables.blocks} (block INTEGER PRIMARY KEY, codes BLOB NOT NULL) STRICT;
  `);
  return key;
}

/**
 * Stores vectors under the hashes of their texts; a hash that has one keeps it. Runs inside the caller's transaction.
 *
 * @throws AppError `model_invalid` for a vector of the wrong length, or with a component that is no number
 */
export function putVectors(
  db: SqliteDatabase,
  modelKey: number,
  rows: readonly { textHash: Uint8Array; vector: Float32Array }[],
): void {
  const tables = vectorTables(modelKey);
  const dimensions = readDimensions(db, modelKey);
  const insert = statement(
    db,
    `INSERT INTO ${tables.vectors} (text_hash, scale, quantised) VALUES (?, ?, ?) ON CONFLICT (text_hash) DO NOTHING`,
  );
  const insertCode = statement(db, `INSERT INTO ${tables.codes} (id, code) VALUES (?, ?)`);
  let last = 0;
  for (const { textHash, vector } of rows) {
    if (vector.length !== dimensions || !vector.every(Number.isFinite)) {
      throw new AppError('model_invalid', 'The embedding model gave something that is not a vector.');
    }
    const { scale, quantised } = quantise(vector);
    const { changes, lastInsertRowid } = insert.run(textHash, scale, new Uint8Array(quantised.buffer));
    if (changes === 0) continue;
    const id = Number(lastInsertRowid);
    insertCode.run(id, signCode(vector));
    last = id;
  }
  const full = Math.floor(last / codesPerBlock);
  const first = statement(db, `SELECT min(id) FROM ${tables.codes}`).pluck().get() as number | null;
  if (first !== null && first <= full * codesPerBlock) sealBlocks(db, modelKey, full, codeBytes(dimensions));
}

/** @returns the indexes of the hashes for which the model has no vector yet */
export function missingVectors(
  db: SqliteDatabase,
  modelKey: number,
  textHashes: readonly Uint8Array[],
): number[] {
  const find = statement(db, `SELECT 1 FROM ${vectorTables(modelKey).vectors} WHERE text_hash = ?`).pluck();
  return textHashes.flatMap((hash, index) => (find.get(hash) === undefined ? [index] : []));
}

/**
 * Deletes up to `limit` vectors whose text no chunk has any more. Codes in full blocks are
 * blanked: the signs of a deleted text say something of it. Runs inside the caller's transaction.
 *
 * @returns how many were deleted; fewer than `limit` means that none are left
 */
export function collectUnusedVectors(db: SqliteDatabase, limit: number): number {
  let left = limit;
  for (const key of db.prepare('SELECT id FROM embedding_models').pluck().all() as number[]) {
    if (left <= 0) break;
    const tables = vectorTables(key);
    if (!hasTable(db, tables.vectors)) continue;
    const ids = db
      .prepare(
        `SELECT id FROM ${tables.vectors} AS v WHERE NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.text_hash = v.text_hash) LIMIT ?`,
      )
      .pluck()
      .all(left) as number[];
    const remove = db.prepare(`DELETE FROM ${tables.vectors} WHERE id = ?`);
    const removeCode = db.prepare(`DELETE FROM ${tables.codes} WHERE id = ?`);
    for (const id of ids) {
      remove.run(id);
      removeCode.run(id);
    }
    const isUsed = db.prepare(`SELECT 1 FROM ${tables.vectors} WHERE id > ? AND id <= ? LIMIT 1`).pluck();
    for (const [block, gone] of Map.groupBy(ids, (id) => Math.floor((id - 1) / codesPerBlock))) {
      if (isUsed.get(block * codesPerBlock, (block + 1) * codesPerBlock) === undefined) {
        db.prepare(`DELETE FROM ${tables.blocks} WHERE block = ?`).run(block);
      } else blankCodes(db, tables.blocks, block, gone);
    }
    left -= ids.length;
  }
  return limit - left;
}

function blankCodes(db: SqliteDatabase, table: string, block: number, ids: readonly number[]): void {
  const codes = db.prepare(`SELECT codes FROM ${table} WHERE block = ?`).pluck().get(block);
  // The block is not full yet: its codes stood in rows of their own.
  if (!(codes instanceof Uint8Array)) return;
  const bytes = codes.length / codesPerBlock;
  for (const id of ids)
    codes.fill(0, ((id - 1) % codesPerBlock) * bytes, (((id - 1) % codesPerBlock) + 1) * bytes);
  db.prepare(`UPDATE ${table} SET codes = ? WHERE block = ?`).run(codes, block);
}

/** Moves the codes with ids up to `blocks` blocks' worth into their blocks. */
function sealBlocks(db: SqliteDatabase, modelKey: number, blocks: number, bytes: number): void {
  const tables = vectorTables(modelKey);
  const rows = db
    .prepare(`SELECT id, code FROM ${tables.codes} WHERE id <= ? ORDER BY id`)
    .raw()
    .all(blocks * codesPerBlock) as [number, Uint8Array][];
  const filled = new Map<number, Uint8Array>();
  for (const [id, code] of rows) {
    const block = Math.floor((id - 1) / codesPerBlock);
    const codes = filled.get(block) ?? new Uint8Array(codesPerBlock * bytes);
    codes.set(code, ((id - 1) % codesPerBlock) * bytes);
    filled.set(block, codes);
  }
  const insert = db.prepare(`INSERT INTO ${tables.blocks} (block, codes) VALUES (?, ?)`);
  for (const [block, codes] of filled) insert.run(block, codes);
  db.prepare(`DELETE FROM ${tables.codes} WHERE id <= ?`).run(blocks * codesPerBlock);
}

function readDimensions(db: SqliteDatabase, modelKey: number): number {
  const dimensions = statement(db, 'SELECT dimensions FROM embedding_models WHERE id = ?')
    .pluck()
    .get(modelKey);
  if (typeof dimensions !== 'number')
    throw new AppError('model_unknown', 'The library has no such embedding model.');
  return dimensions;
}

function hasTable(db: SqliteDatabase, name: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(name) !== undefined;
}
