import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError, type GivenName, givenName } from '#base';
import { statement } from '../statement.ts';
import { removeDocuments } from './changeDocuments.ts';
import { bumpIndexVersion } from './indexVersion.ts';

/*
 * Inside the engine a knowledge base is its number: what is under way when it gets another name goes on. Numbers are never
 * used again: of one that was removed a row without a name stays.
 */

export interface KnowledgeBase {
  id: number;
  name: string;
}

const longest = 200;

/** @throws AppError `invalid_input` when nothing is left to read, or too much */
export function knowledgeBaseName(given: string): GivenName {
  return givenName(given, 'A knowledge base', longest);
}

/** The one of that name; names are compared without case. */
export function findKnowledgeBase(db: SqliteDatabase, name: string): KnowledgeBase | null {
  const row = statement(
    db,
    'SELECT id, name FROM knowledge_bases WHERE folded = ? AND removed_at IS NULL',
  ).get(knowledgeBaseName(name).folded) as KnowledgeBase | undefined;
  return row ?? null;
}

/** The knowledge base of that name, made at its first use. @throws AppError `invalid_input` */
export function ensureKnowledgeBase(db: SqliteDatabase, name: string): number {
  return findKnowledgeBase(db, name)?.id ?? insert(db, knowledgeBaseName(name), Date.now());
}

/** @throws AppError `conflict` when there is one of that name, `invalid_input` */
export function createKnowledgeBase(
  db: SqliteDatabase,
  { name, now }: { name: string; now: number },
): KnowledgeBase {
  requireFree(db, name, null);
  const given = knowledgeBaseName(name);
  const id = insert(db, given, now);
  bumpIndexVersion(db);
  return { id, name: given.name };
}

/**
 * Another name for the same; what conversations were asked of is known by the new one.
 *
 * @throws AppError `not_found`; `conflict` when another has that name; `invalid_input`
 */
export function renameKnowledgeBase(
  db: SqliteDatabase,
  { id, name }: { id: number; name: string },
): KnowledgeBase {
  const before = statement(db, 'SELECT name FROM knowledge_bases WHERE id = ? AND removed_at IS NULL')
    .pluck()
    .get(id) as string | undefined;
  if (before === undefined) throw new AppError('not_found', 'The knowledge base is no longer there.');
  requireFree(db, name, id);
  const given = knowledgeBaseName(name);
  statement(db, 'UPDATE knowledge_bases SET name = ?, folded = ? WHERE id = ?').run(
    given.name,
    given.folded,
    id,
  );
  statement(
    db,
    `UPDATE messages SET scope = json_set(scope, '$.knowledgeBases', json((
       SELECT json_group_array(iif(value = @before COLLATE NOCASE, @after, value)) FROM json_each(scope, '$.knowledgeBases'))))
     WHERE scope IS NOT NULL AND EXISTS (
       SELECT 1 FROM json_each(scope, '$.knowledgeBases') WHERE value = @before COLLATE NOCASE)`,
  ).run({ before, after: given.name });
  bumpIndexVersion(db);
  return { id, name: given.name };
}

/**
 * Takes one out of sight at once, with its watched folders; its documents go a few at a time (`clearRemoved`), whenever
 * that is.
 *
 * @returns how many documents it held
 */
export function removeKnowledgeBase(
  db: SqliteDatabase,
  { id, now }: { id: number; now: number },
): { removed: number } {
  const removed = statement(db, 'SELECT count(*) FROM documents WHERE kb_id = ? AND missing_since IS NULL')
    .pluck()
    .get(id) as number;
  // No name holds this letter.
  const { changes } = statement(
    db,
    `UPDATE knowledge_bases SET removed_at = ?, name = char(1) || id, folded = char(1) || id
     WHERE id = ? AND removed_at IS NULL`,
  ).run(now, id);
  if (changes === 0) throw new AppError('not_found', 'The knowledge base is no longer there.');
  statement(db, 'DELETE FROM watched_folders WHERE kb_id = ?').run(id);
  statement(db, 'DELETE FROM named_files WHERE kb_id = ?').run(id);
  bumpIndexVersion(db);
  return { removed };
}

const clearedAtOnce = 100;

/**
 * Removes some of the documents of knowledge bases that were removed.
 *
 * @returns the paths they had; none when all are gone
 */
export function clearRemoved(db: SqliteDatabase, { budgetMs }: { budgetMs: number }): { paths: string[] } {
  const end = performance.now() + budgetMs;
  const some = statement(
    db,
    `SELECT d.public_id AS id, d.path FROM knowledge_bases k CROSS JOIN documents d ON d.kb_id = k.id
     WHERE k.removed_at IS NOT NULL LIMIT ${clearedAtOnce}`,
  );
  const paths: string[] = [];
  let rest = some.all() as { id: string; path: string }[];
  while (rest.length > 0) {
    const [document, ...others] = rest;
    if (!document) break;
    // One by one: a book takes as long as a hundred notes.
    removeDocuments(db, { documents: [document] });
    paths.push(document.path);
    if (performance.now() >= end) break;
    rest = others.length > 0 ? others : (some.all() as { id: string; path: string }[]);
  }
  return { paths };
}

/** Whether documents of removed knowledge bases are left. */
export function isClearing(db: SqliteDatabase): boolean {
  const found = statement(
    db,
    'SELECT 1 FROM knowledge_bases k CROSS JOIN documents d ON d.kb_id = k.id WHERE k.removed_at IS NOT NULL LIMIT 1',
  ).get();
  return found !== undefined;
}

/** By name; those without documents too. */
export function listKnowledgeBases(db: SqliteDatabase): (KnowledgeBase & { documents: number })[] {
  return statement(
    db,
    `SELECT k.id, k.name, count(d.id) AS documents
     FROM knowledge_bases k LEFT JOIN documents d ON d.kb_id = k.id AND d.missing_since IS NULL
     WHERE k.removed_at IS NULL GROUP BY k.id ORDER BY k.name`,
  ).all() as (KnowledgeBase & { documents: number })[];
}

function insert(db: SqliteDatabase, { name, folded }: GivenName, now: number): number {
  return Number(
    statement(db, 'INSERT INTO knowledge_bases (name, folded, created_at) VALUES (?, ?, ?)').run(
      name,
      folded,
      now,
    ).lastInsertRowid,
  );
}

function requireFree(db: SqliteDatabase, name: string, id: number | null): void {
  const other = findKnowledgeBase(db, name);
  if (other && other.id !== id)
    throw new AppError('conflict', `There is a knowledge base named “${other.name}” already.`);
}
