import type { SearchFilters } from '@adiuva/contracts/rpc';
import { foldText } from '../keyword/index.ts';
import { tagName } from '../tags/index.ts';
import type { Condition, Value } from './condition.ts';

export type { Condition } from './condition.ts';
export { pathCondition, typeCondition } from './typeFilter.ts';

/** What a search may see: what the caller is granted, and of that what the filters leave. */
export interface DocumentSelection {
  /** Names of knowledge bases; null stands for all. */
  readonly knowledgeBases: readonly string[] | null;
  readonly filters: SearchFilters;
}

/**
 * The conditions of a selection on `documents AS d`, but its type and path, which are more than a condition. `scan` is
 * for queries over all documents, `lookup` for those that come to each by its id.
 */
export function selectionCondition(selection: DocumentSelection, use: 'scan' | 'lookup'): Condition {
  const { filters, knowledgeBases } = selection;
  const conditions: string[] = [];
  const values: Value[] = [];
  const add = (sql: string, ...bound: Value[]) => {
    conditions.push(sql);
    values.push(...bound);
  };
  const named = 'd.kb_id IN (SELECT id FROM knowledge_bases WHERE name IN (SELECT value FROM json_each(?)))';
  if (knowledgeBases) add(named, JSON.stringify(knowledgeBases));
  if (filters.kb !== undefined) add(named, JSON.stringify([filters.kb]));
  if (filters.since !== undefined) add('d.mtime_ms >= ?', filters.since);
  if (filters.until !== undefined) add('d.mtime_ms < ?', filters.until);
  if (filters.createdSince !== undefined) add('d.created_at >= ?', filters.createdSince);
  if (filters.createdUntil !== undefined) add('d.created_at < ?', filters.createdUntil);
  if (filters.language !== undefined)
    add('d.language = ?', filters.language.trim().toLowerCase().slice(0, 2));
  if (filters.documentIds) {
    add('d.public_id IN (SELECT value FROM json_each(?))', JSON.stringify(filters.documentIds));
  }
  if (filters.tags && filters.tags.length > 0) {
    const wanted = [...new Set(filters.tags.map((tag) => tagName(tag).folded))];
    if (use === 'scan') add(hasTags.scan, JSON.stringify(wanted), wanted.length);
    else add(hasTags.lookup, JSON.stringify(wanted));
  }
  const properties = Object.entries(filters.metadata ?? {});
  if (properties.length > 0) {
    const wanted = JSON.stringify(
      Object.fromEntries(
        properties.map(([name, value]) => [name.trim().toLowerCase(), foldText(value.trim())]),
      ),
    );
    if (use === 'scan') add(hasProperties.scan, wanted, properties.length);
    else add(hasProperties.lookup, wanted);
  }
  return { sql: conditions.length > 0 ? conditions.join(' AND ') : 'TRUE', values };
}

const hasTags = {
  scan: `d.id IN (SELECT document_id FROM document_tags WHERE folded IN (SELECT value FROM json_each(?))
    GROUP BY document_id HAVING count(*) = ?)`,
  lookup: `NOT EXISTS (SELECT 1 FROM json_each(?) AS wanted WHERE NOT EXISTS
    (SELECT 1 FROM document_tags AS t WHERE t.document_id = d.id AND t.folded = wanted.value))`,
};

const hasProperties = {
  scan: `d.id IN (SELECT p.document_id FROM json_each(?) AS wanted
    CROSS JOIN document_properties AS p ON p.name = wanted.key AND instr(p.value, wanted.value) > 0
    GROUP BY p.document_id HAVING count(*) = ?)`,
  lookup: `NOT EXISTS (SELECT 1 FROM json_each(?) AS wanted WHERE NOT EXISTS
    (SELECT 1 FROM document_properties AS p
     WHERE p.document_id = d.id AND p.name = wanted.key AND instr(p.value, wanted.value) > 0))`,
};
