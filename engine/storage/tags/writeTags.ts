import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { bumpIndexVersion } from '../library/indexVersion.ts';
import { foldedNames, inKnowledgeBases } from '../search/namedBases.ts';
import { statement } from '../statement.ts';
import type { TagName } from './tagName.ts';

/** Whose documents a caller may see: names of knowledge bases, null for all. */
type Grants = { knowledgeBases: readonly string[] | null };

/**
 * Gives documents tags. A tag that is there already, in whatever spelling, stays as it is; a new one is spelled as
 * on the caller's other documents.
 *
 * @param args.documents row ids; those that are gone in the meantime are passed over
 */
export function addTags(
  db: SqliteDatabase,
  args: { documents: readonly number[]; tags: readonly TagName[] } & Grants,
): { changed: number } {
  const spelled = args.tags.map((tag) => ({ ...tag, name: spellingOf(db, tag, args) }));
  const insert = statement(
    db,
    `INSERT OR IGNORE INTO document_tags (document_id, folded, name)
     SELECT id, @folded, @name FROM documents WHERE id = @document`,
  );
  let changed = 0;
  for (const document of args.documents) {
    let added = 0;
    for (const { folded, name } of spelled) added += insert.run({ document, folded, name }).changes;
    if (added > 0) changed += 1;
  }
  if (changed > 0) bumpIndexVersion(db);
  return { changed };
}

/** Takes tags from documents, by row id. */
export function removeTags(
  db: SqliteDatabase,
  { documents, tags }: { documents: readonly number[]; tags: readonly TagName[] },
): { changed: number } {
  const remove = statement(db, 'DELETE FROM document_tags WHERE document_id = ? AND folded = ?');
  let changed = 0;
  for (const document of documents) {
    let removed = 0;
    for (const { folded } of tags) removed += remove.run(document, folded).changes;
    if (removed > 0) changed += 1;
  }
  if (changed > 0) bumpIndexVersion(db);
  return { changed };
}

/** Another name for a tag on every document of the caller's. @returns how many documents had it */
export function renameTag(
  db: SqliteDatabase,
  { from, to, knowledgeBases }: { from: TagName; to: TagName } & Grants,
): { documents: number } {
  const own = `EXISTS (SELECT 1 FROM documents d WHERE d.id = document_id AND ${
    knowledgeBases === null ? '1' : inKnowledgeBases
  })`;
  const grants = knowledgeBases === null ? [] : [foldedNames(knowledgeBases)];
  const count = statement(db, `SELECT count(*) FROM document_tags WHERE folded = ? AND ${own}`).pluck();
  const documents = count.get(from.folded, ...grants) as number;
  if (documents === 0) return { documents };
  statement(db, `UPDATE OR IGNORE document_tags SET folded = ? WHERE folded = ? AND ${own}`).run(
    to.folded,
    from.folded,
    ...grants,
  );
  // What is left had both.
  if (from.folded !== to.folded)
    statement(db, `DELETE FROM document_tags WHERE folded = ? AND ${own}`).run(from.folded, ...grants);
  statement(db, `UPDATE document_tags SET name = ? WHERE folded = ? AND name <> ? AND ${own}`).run(
    to.name,
    to.folded,
    to.name,
    ...grants,
  );
  bumpIndexVersion(db);
  return { documents };
}

/** Tags of a document that gives way to another one at its place are that one's from then on. */
export function inheritTags(db: SqliteDatabase, { from, to }: { from: number; to: number }): void {
  statement(
    db,
    `INSERT OR IGNORE INTO document_tags (document_id, folded, name)
     SELECT ?, folded, name FROM document_tags WHERE document_id = ?`,
  ).run(to, from);
}

function spellingOf(db: SqliteDatabase, tag: TagName, { knowledgeBases }: Grants): string {
  const own = knowledgeBases === null ? '' : `AND ${inKnowledgeBases}`;
  const name = statement(
    db,
    `SELECT t.name FROM document_tags t JOIN documents d ON d.id = t.document_id WHERE t.folded = ? ${own} LIMIT 1`,
  )
    .pluck()
    .get(tag.folded, ...(knowledgeBases === null ? [] : [foldedNames(knowledgeBases)])) as string | undefined;
  return name ?? tag.name;
}
