import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { foldedNames, inKnowledgeBases } from '../search/namedBases.ts';
import { statement } from '../statement.ts';

export interface TagCount {
  name: string;
  documents: number;
}

/** The tags of the documents in these knowledge bases (null: all), by name. */
export function listTags(
  db: SqliteDatabase,
  { knowledgeBases }: { knowledgeBases: readonly string[] | null },
): TagCount[] {
  const rows = statement(
    db,
    knowledgeBases === null
      ? `SELECT t.folded, t.name, count(*) AS documents FROM document_tags t WHERE ${isPresent} GROUP BY t.folded, t.name`
      : `SELECT t.folded, t.name, count(*) AS documents FROM document_tags t JOIN documents d ON d.id = t.document_id
         WHERE ${inKnowledgeBases} AND ${isPresent} GROUP BY t.folded, t.name`,
  ).all(...(knowledgeBases ? [foldedNames(knowledgeBases)] : [])) as (TagCount & { folded: string })[];
  return mergeSpellings(rows);
}

/** Documents whose files are gone are not searched; their tags wait with them. */
const isPresent = `t.document_id NOT IN (SELECT id FROM documents WHERE missing_since IS NOT NULL
  UNION ALL SELECT d.id FROM knowledge_bases k CROSS JOIN documents d ON d.kb_id = k.id WHERE k.removed_at IS NOT NULL)`;

/** Where a tag is spelled in two ways, by callers who do not see each other's documents, the more frequent one shows. */
function mergeSpellings(rows: readonly (TagCount & { folded: string })[]): TagCount[] {
  const merged = new Map<string, TagCount & { most: number }>();
  for (const { folded, name, documents } of rows) {
    const known = merged.get(folded);
    if (!known) merged.set(folded, { name, documents, most: documents });
    else {
      known.documents += documents;
      if (documents <= known.most) continue;
      known.name = name;
      known.most = documents;
    }
  }
  return [...merged]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { name, documents }]) => ({ name, documents }));
}

/** The tags of documents, by row id, each in alphabetical order; documents without any are not in it. */
export function readTagsOf(db: SqliteDatabase, rowIds: readonly number[]): Map<number, string[]> {
  const rows = statement(
    db,
    `SELECT t.document_id, t.name FROM json_each(?) AS wanted CROSS JOIN document_tags t ON t.document_id = wanted.value
     ORDER BY t.document_id, t.folded`,
  )
    .raw()
    .all(JSON.stringify(rowIds)) as [number, string][];
  const tags = new Map<number, string[]>();
  for (const [id, name] of rows) tags.set(id, [...(tags.get(id) ?? []), name]);
  return tags;
}

/** Whether a document of these knowledge bases (null: any) has the tag. */
export function hasTag(
  db: SqliteDatabase,
  { folded, knowledgeBases }: { folded: string; knowledgeBases: readonly string[] | null },
): boolean {
  const found =
    knowledgeBases === null
      ? statement(db, 'SELECT 1 FROM document_tags WHERE folded = ? LIMIT 1').get(folded)
      : statement(
          db,
          `SELECT 1 FROM document_tags t JOIN documents d ON d.id = t.document_id
           WHERE t.folded = ? AND ${inKnowledgeBases} LIMIT 1`,
        ).get(folded, foldedNames(knowledgeBases));
  return found !== undefined;
}
