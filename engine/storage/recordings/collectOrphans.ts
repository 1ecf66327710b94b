import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

/**
 * Deletes some of the transcripts that no document is of (a file that was only transcribed, or whose document never came)
 * and that nobody has touched since before a moment.
 *
 * @returns how many
 */
export function collectOrphanTranscripts(
  db: SqliteDatabase,
  { before, limit }: { before: number; limit: number },
): number {
  return statement(
    db,
    `DELETE FROM transcripts WHERE id IN (SELECT t.id FROM transcripts AS t WHERE t.updated_at < ?
       AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.content_hash = t.content_hash)
       AND NOT EXISTS (SELECT 1 FROM documents AS d WHERE d.heard_hash = t.content_hash) LIMIT ?)`,
  ).run(before, limit).changes;
}
