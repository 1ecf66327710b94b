import type { SearchFilters } from '@adiuva/contracts/rpc';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

/** What a search may see: what the caller is granted, and of that what the filters leave. */
export interface DocumentSelection {
  /** Names of knowledge bases; null stands for all. */
  readonly knowledgeBases: readonly string[] | null;
  readonly filters: SearchFilters;
}

/** Documents by their row id: `has[id]` is 1 for those in the set; ids beyond its length are not. */
export interface DocumentSet {
  readonly has: Uint8Array;
  readonly size: number;
}

const mediaTypesByShortName: Readonly<Record<string, readonly string[]>> = {
  pdf: ['application/pdf'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  md: ['text/markdown'],
  markdown: ['text/markdown'],
  txt: ['text/plain'],
  text: ['text/plain'],
  html: ['text/html', 'application/xhtml+xml'],
  htm: ['text/html', 'application/xhtml+xml'],
};

/** The conditions on `documents AS d` that a selection stands for; every value is bound. */
export function selectionConditions(selection: DocumentSelection): {
  sql: string;
  values: (string | number)[];
} {
  const { filters, knowledgeBases } = selection;
  const conditions = ["d.status = 'indexed'"];
  const values: (string | number)[] = [];
  const add = (sql: string, ...bound: (string | number)[]) => {
    conditions.push(sql);
    values.push(...bound);
  };
  const named = 'd.kb_id IN (SELECT id FROM knowledge_bases WHERE name IN (SELECT value FROM json_each(?)))';
  if (knowledgeBases) add(named, JSON.stringify(knowledgeBases));
  if (filters.kb !== undefined) add(named, JSON.stringify([filters.kb]));
  if (filters.type !== undefined) addType(add, filters.type.trim().toLowerCase());
  if (filters.since !== undefined) add('d.mtime_ms >= ?', filters.since);
  if (filters.until !== undefined) add('d.mtime_ms < ?', filters.until);
  if (filters.language !== undefined)
    add('d.language = ?', filters.language.trim().toLowerCase().slice(0, 2));
  if (filters.documentIds) {
    add('d.public_id IN (SELECT value FROM json_each(?))', JSON.stringify(filters.documentIds));
  }
  return { sql: conditions.join(' AND '), values };
}

/** The row ids of the indexed documents that a selection leaves. */
export function selectDocuments(db: SqliteDatabase, selection: DocumentSelection): DocumentSet {
  const { sql, values } = selectionConditions(selection);
  const path = selection.filters.path?.trim();
  const ids = path
    ? selectByPath(db, sql, values, path)
    : (statement(db, `SELECT d.id FROM documents AS d WHERE ${sql}`)
        .pluck()
        .all(...values) as number[]);
  const has = new Uint8Array(ids.reduce((highest, id) => Math.max(highest, id), 0) + 1);
  for (const id of ids) has[id] = 1;
  return { has, size: ids.length };
}

/** A path that is a folder above, or exactly, some of the documents means those; any other is a part of a path. */
function selectByPath(
  db: SqliteDatabase,
  sql: string,
  values: readonly (string | number)[],
  path: string,
): number[] {
  const folder = path.replace(/[/\\]+$/u, '');
  const rows = statement(
    db,
    `WITH given (path) AS (SELECT ?)
     SELECT d.id, d.path = given.path OR
       (substr(d.path, 1, length(given.path)) = given.path AND substr(d.path, length(given.path) + 1, 1) IN ('/', '\\'))
     FROM documents AS d, given WHERE instr(lower(d.path), lower(given.path)) > 0 AND ${sql}`,
  )
    .raw()
    .all(folder, ...values) as [number, 0 | 1][];
  const under = rows.filter(([, isUnder]) => isUnder);
  return (under.length > 0 ? under : rows).map(([id]) => id);
}

function addType(add: (sql: string, ...bound: (string | number)[]) => void, type: string): void {
  if (type.endsWith('/*')) {
    const family = type.slice(0, -1);
    add('substr(d.media_type, 1, ?) = ?', family.length, family);
  } else if (type.includes('/')) add('d.media_type = ?', type);
  else {
    const known = mediaTypesByShortName[type];
    if (known) add('d.media_type IN (SELECT value FROM json_each(?))', JSON.stringify(known));
    else {
      const ending = `.${type.replace(/^\./u, '')}`;
      add('lower(substr(d.path, -length(?))) = ?', ending, ending);
    }
  }
}
