import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

/** Those of the content hashes that some document has. */
export function knownContent(db: SqliteDatabase, hashes: readonly string[]): string[] {
  return statement(
    db,
    'SELECT DISTINCT content_hash FROM documents WHERE content_hash IN (SELECT value FROM json_each(?))',
  )
    .pluck()
    .all(JSON.stringify(hashes)) as string[];
}
