import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { LRUCache } from 'lru-cache';
import { selectionFilters } from '../search/conditions.ts';
import { keepAll, markAll, readIds } from '../search/documentFilter.ts';
import { statement } from '../statement.ts';
import { readIndexVersion } from './indexVersion.ts';
import {
  countDocuments,
  type DocumentQuery,
  type ListDocuments,
  orders,
  presence,
  wideConditions,
} from './listDocuments.ts';

/*
 * A table that is scrolled by its bar asks for rows from anywhere. An OFFSET steps over all rows before them, a hundred
 * times what the page itself costs; so the row ids stand in memory in the orders and under the filters that are looked at,
 * four bytes a document each, as of one version of the index.
 */

interface Cached<Value> {
  readonly value: Value;
  readonly version: number;
  readonly builtAt: number;
  readonly tookMs: number;
}

interface DocumentTable {
  readonly orders: Map<string, Cached<Uint32Array>>;
  readonly masks: LRUCache<string, Cached<Uint8Array>>;
  readonly rows: LRUCache<string, Cached<Uint32Array>>;
  readonly counts: LRUCache<string, Cached<number>>;
}

const mostMasks = 8;
const mostRows = 8;
const mostCounts = 100;
/** While documents come in by the hundred, what took this long to make stays good for so long: rows move by some places. */
const costlyMs = 4;
const staleForMs = 1000;

const tables = new WeakMap<SqliteDatabase, DocumentTable>();

function tableOf(db: SqliteDatabase): DocumentTable {
  let table = tables.get(db);
  if (!table) {
    table = {
      orders: new Map(),
      masks: new LRUCache({ max: mostMasks }),
      rows: new LRUCache({ max: mostRows }),
      counts: new LRUCache({ max: mostCounts }),
    };
    tables.set(db, table);
  }
  return table;
}

/** How many documents a list has; counted once for each version of the index. */
export function countListed(db: SqliteDatabase, query: DocumentQuery): number {
  return current(tableOf(db).counts, keyOf(query), readIndexVersion(db), () => countDocuments(db, query));
}

/** Row ids of the documents of a page, from any offset, and how many the list has. */
export function listRowIds(
  db: SqliteDatabase,
  list: Omit<ListDocuments, 'after'>,
): { rowIds: number[]; total: number } {
  const { sort, isDescending, offset, limit, ...query } = list;
  const table = tableOf(db);
  const version = readIndexVersion(db);
  const key = keyOf(query);
  const rows = current(table.rows, `${sort}\n${key}`, version, () => {
    const order = current(table.orders, sort, version, () => readOrder(db, sort));
    const mask = current(table.masks, key, version, () => readMask(db, query));
    return order.filter((id) => mask[id] === 1);
  });
  const total = rows.length;
  const [from, to] = isDescending ? [total - offset - limit, total - offset] : [offset, offset + limit];
  const rowIds = [...rows.subarray(Math.max(0, from), Math.max(0, to))];
  return { rowIds: isDescending ? rowIds.reverse() : rowIds, total };
}

function current<Value>(
  cache: {
    get(key: string): Cached<Value> | undefined;
    set(key: string, value: Cached<Value>): unknown;
  },
  key: string,
  version: number,
  build: () => Value,
): Value {
  const known = cache.get(key);
  const now = performance.now();
  if (known && (known.version === version || (known.tookMs > costlyMs && now - known.builtAt < staleForMs)))
    return known.value;
  const value = build();
  const builtAt = performance.now();
  cache.set(key, { value, version, builtAt, tookMs: builtAt - now });
  return value;
}

function keyOf(query: DocumentQuery): string {
  const { knowledgeBases, filters, status, isMissing } = query;
  return JSON.stringify([knowledgeBases, filters, status ?? null, isMissing ?? false]);
}

/** All documents in an order, from its index alone. */
function readOrder(db: SqliteDatabase, sort: ListDocuments['sort']): Uint32Array {
  const ids = statement(db, `SELECT d.id FROM documents AS d ORDER BY ${orders[sort]}, d.id`).pluck();
  return Uint32Array.from(ids.all() as number[]);
}

/** Each condition gives its ids, from an index where there is one, and what all of them give is left. */
function readMask(db: SqliteDatabase, query: DocumentQuery): Uint8Array {
  const { sql, values } = presence(query);
  const all = readIds(db, {
    sql: `SELECT d.id FROM documents AS d INDEXED BY documents_status WHERE ${sql}`,
    values,
  });
  const highest = all.reduce((most, id) => Math.max(most, id), 0);
  let mask = markAll(all, highest);
  const conditions = [
    ...selectionFilters(query).map(({ ids }) => ids),
    ...wideConditions(db, query).map((where) => ({
      ...where,
      sql: `SELECT d.id FROM documents AS d WHERE ${where.sql}`,
    })),
  ];
  for (const condition of conditions) mask = keepAll(mask, readIds(db, condition));
  return mask;
}
