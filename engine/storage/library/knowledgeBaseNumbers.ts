import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

/** False once it was removed. */
export function hasKnowledgeBase(db: SqliteDatabase, id: number): boolean {
  const found = statement(db, 'SELECT 1 FROM knowledge_bases WHERE id = ? AND removed_at IS NULL').get(id);
  return found !== undefined;
}
