import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { embeddingModelSetting, readSetting, writeSetting } from '../settings/index.ts';
import { statement } from '../statement.ts';
import { missingVectors } from '../vectors/index.ts';
import { vectorTables } from '../vectors/vectorTables.ts';

export interface TextsPage {
  /** Texts of the page that have no vector of the model yet, each once. */
  missing: { text: string; textHash: Uint8Array }[];
  /** How many texts were looked at. */
  seen: number;
  /** Where the next page begins; null when this was the last. */
  next: Uint8Array | null;
}

/** Looks at the next `limit` distinct texts of all chunks, in the order of their hashes, after `after`. */
export function readTextsWithoutVector(
  db: SqliteDatabase,
  { modelKey, after, limit }: { modelKey: number; after: Uint8Array | null; limit: number },
): TextsPage {
  const hashes = statement(
    db,
    'SELECT DISTINCT text_hash FROM chunks WHERE text_hash > ? ORDER BY text_hash LIMIT ?',
  )
    .pluck()
    .all(after ?? new Uint8Array(), limit) as Uint8Array[];
  const text = statement(db, 'SELECT text FROM chunks WHERE text_hash = ? LIMIT 1').pluck();
  const missing = missingVectors(db, modelKey, hashes).flatMap((index) => {
    const textHash = hashes[index];
    return textHash ? [{ text: text.get(textHash) as string, textHash }] : [];
  });
  return { missing, seen: hashes.length, next: hashes.length < limit ? null : (hashes.at(-1) ?? null) };
}

/**
 * The model serves from the moment this is committed, unless a chunk has no vector of it yet.
 *
 * @returns false when one has none; then nothing changes
 */
export function activateModel(db: SqliteDatabase, { modelKey }: { modelKey: number }): boolean {
  const incomplete = statement(
    db,
    `SELECT 1 FROM chunks c
     WHERE NOT EXISTS (SELECT 1 FROM ${vectorTables(modelKey).vectors} v WHERE v.text_hash = c.text_hash) LIMIT 1`,
  ).get();
  if (incomplete) return false;
  writeSetting(db, { key: embeddingModelSetting, value: modelName(db, modelKey) });
  return true;
}

/** @throws AppError `conflict` when another model has been taken into use since the vectors were made */
export function requireServingModel(db: SqliteDatabase, modelKey: number): void {
  const serving = readSetting(db, embeddingModelSetting);
  if (typeof serving === 'string' && serving !== modelName(db, modelKey))
    throw new AppError('conflict', 'Another embedding model was taken into use in the meantime.');
}

function modelName(db: SqliteDatabase, modelKey: number): unknown {
  return statement(db, 'SELECT name FROM embedding_models WHERE id = ?').pluck().get(modelKey);
}

/** Key of a model's vector table; null when it has none. */
export function findModelKey(db: SqliteDatabase, modelName: string): number | null {
  const key = statement(db, 'SELECT id FROM embedding_models WHERE name = ?').pluck().get(modelName);
  return typeof key === 'number' ? key : null;
}
