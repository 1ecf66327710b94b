import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

/** The knowledge base of that name, made at its first use; names compare without case. */
export function ensureKnowledgeBase(db: SqliteDatabase, name: string): number {
  const existing = statement(db, 'SELECT id FROM knowledge_bases WHERE name = ?').pluck().get(name) as
    | number
    | undefined;
  if (existing !== undefined) return existing;
  return Number(
    statement(db, 'INSERT INTO knowledge_bases (name, created_at) VALUES (?, ?)').run(name, Date.now())
      .lastInsertRowid,
  );
}

export function listKnowledgeBases(db: SqliteDatabase): { name: string; documents: number }[] {
  return statement(
    db,
    `SELECT k.name, count(d.id) AS documents FROM knowledge_bases k LEFT JOIN documents d ON d.kb_id = k.id AND d.missing_since IS NULL
     GROUP BY k.id ORDER BY k.name`,
  ).all() as { name: string; documents: number }[];
}
