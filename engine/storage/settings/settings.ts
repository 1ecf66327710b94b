import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

/** Names the embedding model that serves; every chunk has a vector of it. */
export const embeddingModelSetting = 'embedding.model';

/** Settings are JSON values under a dotted key; who reads one parses it with a schema of its own. A damaged one is none. */
export function readSetting(db: SqliteDatabase, key: string): unknown {
  const value = statement(db, 'SELECT value FROM settings WHERE key = ?').pluck().get(key) as
    | string
    | undefined;
  try {
    return value === undefined ? null : JSON.parse(value);
  } catch {
    return null;
  }
}

/** Null takes the setting away. */
export function writeSetting(db: SqliteDatabase, { key, value }: { key: string; value: unknown }): void {
  if (value === null) statement(db, 'DELETE FROM settings WHERE key = ?').run(key);
  else {
    statement(
      db,
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ).run(key, JSON.stringify(value));
  }
}

/** Several that belong together, all or none. */
export function writeSettings(
  db: SqliteDatabase,
  settings: readonly { key: string; value: unknown }[],
): void {
  for (const setting of settings) writeSetting(db, setting);
}
