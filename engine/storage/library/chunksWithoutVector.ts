import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import { vectorTables } from '../vectors/vectorTables.ts';

/** Chunks whose text has no vector of a model yet, one per text. */
export function readChunksWithoutVector(
  db: SqliteDatabase,
  modelKey: number,
  limit: number,
): { text: string; textHash: Uint8Array }[] {
  return statement(
    db,
    `SELECT min(c.text) AS text, c.text_hash AS textHash FROM chunks c
     WHERE NOT EXISTS (SELECT 1 FROM ${vectorTables(modelKey).vectors} v WHERE v.text_hash = c.text_hash)
     GROUP BY c.text_hash LIMIT ?`,
  ).all(limit) as { text: string; textHash: Uint8Array }[];
}

/** Key of a model's vector table; null when it has none. */
export function findModelKey(db: SqliteDatabase, modelName: string): number | null {
  const key = statement(db, 'SELECT id FROM embedding_models WHERE name = ?').pluck().get(modelName);
  return typeof key === 'number' ? key : null;
}
