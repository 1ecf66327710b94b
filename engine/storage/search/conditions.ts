import type { SearchFilters } from '@adiuva/contracts/rpc';
import { foldText } from '../keyword/index.ts';
import { tagName } from '../tags/index.ts';
import type { Condition, Value } from './condition.ts';
import { foldedNames, inKnowledgeBases } from './namedBases.ts';

export type { Condition } from './condition.ts';
export { pathCondition, typeCondition } from './typeFilter.ts';

/** What a search may see: what the caller is granted, and of that what the filters leave. */
export interface DocumentSelection {
  /** Names of knowledge bases; null stands for all. */
  readonly knowledgeBases: readonly string[] | null;
  readonly filters: SearchFilters;
  /** Of what the filters leave, what is in one of these knowledge bases or is one of these documents. */
  readonly scope?: DocumentScope | undefined;
}

export interface DocumentScope {
  readonly knowledgeBases: readonly string[];
  readonly documentIds: readonly string[];
}

/** Not of a knowledge base that was removed. */
export const isLive: Condition = {
  sql: 'd.kb_id NOT IN (SELECT id FROM knowledge_bases WHERE removed_at IS NOT NULL)',
  values: [],
};

/** One filter of a selection, in the form that is quick for what is asked. */
export interface SelectionFilter {
  /** On `documents AS d`, for queries that come to each document by its id. */
  readonly where: Condition;
  /** A query for the row ids of all documents that pass, read from an index alone where there is one. */
  readonly ids: Condition;
}

/** The filters of a selection, but its type and path, which are more than a condition. */
export function selectionFilters({ filters, knowledgeBases, scope }: DocumentSelection): SelectionFilter[] {
  const found: SelectionFilter[] = [];
  const add = (sql: string, ...values: Value[]) =>
    found.push({
      where: { sql, values },
      ids: { sql: `SELECT d.id FROM documents AS d WHERE ${sql}`, values },
    });
  if (knowledgeBases) add(inKnowledgeBases, foldedNames(knowledgeBases));
  if (scope) {
    const values = [foldedNames(scope.knowledgeBases), JSON.stringify(scope.documentIds)];
    const isOne = 'd.public_id IN (SELECT value FROM json_each(?))';
    found.push({
      where: { sql: `(${inKnowledgeBases} OR ${isOne})`, values },
      ids: {
        sql: `SELECT d.id FROM documents AS d WHERE ${inKnowledgeBases} UNION SELECT d.id FROM documents AS d WHERE ${isOne}`,
        values,
      },
    });
  }
  if (filters.kb !== undefined) add(inKnowledgeBases, foldedNames([filters.kb]));
  if (filters.since !== undefined) add('d.mtime_ms >= ?', filters.since);
  if (filters.until !== undefined) add('d.mtime_ms < ?', filters.until);
  if (filters.createdSince !== undefined) add('d.created_at >= ?', filters.createdSince);
  if (filters.createdUntil !== undefined) add('d.created_at < ?', filters.createdUntil);
  if (filters.language !== undefined)
    add('d.language = ?', filters.language.trim().toLowerCase().slice(0, 2));
  if (filters.documentIds)
    add('d.public_id IN (SELECT value FROM json_each(?))', JSON.stringify(filters.documentIds));
  const tags = [...new Set(filters.tags?.map((tag) => tagName(tag).folded))];
  if (tags.length > 0) found.push(hasTags(tags));
  const properties = Object.entries(filters.metadata ?? {}).map(
    ([name, value]) => [name.trim().toLowerCase(), foldText(value.trim())] as const,
  );
  if (properties.length > 0) found.push(hasProperties(new Map(properties)));
  return found;
}

function hasTags(tags: readonly string[]): SelectionFilter {
  const wanted = JSON.stringify(tags);
  return {
    where: {
      sql: `NOT EXISTS (SELECT 1 FROM json_each(?) AS wanted WHERE NOT EXISTS
        (SELECT 1 FROM document_tags AS t WHERE t.document_id = d.id AND t.folded = wanted.value))`,
      values: [wanted],
    },
    ids: {
      sql: `SELECT document_id FROM document_tags WHERE folded IN (SELECT value FROM json_each(?))
        GROUP BY document_id HAVING count(*) = ?`,
      values: [wanted, tags.length],
    },
  };
}

function hasProperties(properties: ReadonlyMap<string, string>): SelectionFilter {
  const wanted = JSON.stringify(Object.fromEntries(properties));
  return {
    where: {
      sql: `NOT EXISTS (SELECT 1 FROM json_each(?) AS wanted WHERE NOT EXISTS
        (SELECT 1 FROM document_properties AS p
         WHERE p.document_id = d.id AND p.name = wanted.key AND instr(p.value, wanted.value) > 0))`,
      values: [wanted],
    },
    ids: {
      sql: `SELECT p.document_id FROM json_each(?) AS wanted
        CROSS JOIN document_properties AS p ON p.name = wanted.key AND instr(p.value, wanted.value) > 0
        GROUP BY p.document_id HAVING count(*) = ?`,
      values: [wanted, properties.size],
    },
  };
}

/** All conditions at once; none at all is true. */
export function allOf(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.length > 0 ? conditions.map(({ sql }) => `(${sql})`).join(' AND ') : 'TRUE',
    values: conditions.flatMap(({ values }) => values),
  };
}
