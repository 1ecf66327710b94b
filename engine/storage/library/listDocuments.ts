import type { SearchFilters } from '@adiuva/contracts/rpc';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import {
  allOf,
  type Condition,
  isLive,
  pathCondition,
  selectionFilters,
  typeCondition,
} from '../search/conditions.ts';
import { statement } from '../statement.ts';
import {
  type DocumentRecord,
  type DocumentRow,
  joinKnowledgeBases,
  toDocumentRecord,
} from './documentRecord.ts';

/** What each order goes by; each has an index that ends in the row id. */
export const orders = {
  path: 'd.path',
  name: 'd.display_name',
  date: 'd.mtime_ms',
  size: 'd.size',
  type: "coalesce(d.media_type, '')",
  status: 'd.status',
} as const;
export type DocumentOrder = keyof typeof orders;

export interface ListDocuments {
  /** Null for every knowledge base. */
  knowledgeBases: readonly string[] | null;
  filters: SearchFilters;
  status?: string | undefined;
  /** Those whose files are gone, in place of those whose files are there. */
  isMissing?: boolean | undefined;
  sort: DocumentOrder;
  isDescending: boolean;
  /** The last document of the page before, as its `cursor` says. */
  after: DocumentCursor | null;
  offset: number;
  limit: number;
}

export type DocumentQuery = Pick<ListDocuments, 'knowledgeBases' | 'filters' | 'status' | 'isMissing'>;

export type DocumentCursor = readonly [value: string | number, rowId: number];

export interface ListedDocument extends Omit<DocumentRecord, 'members'> {
  /** How many files are in it; which they are is read with the document alone. */
  memberCount: number;
  cursor: DocumentCursor;
}

/** All but the members: a mailbox has thousands, and a list of mailboxes must not read them. */
const columns = [
  ...[
    'id',
    'public_id',
    'kb_id',
    'path',
    'status',
    'preset',
    'media_type',
    'title',
    'author',
    'language',
    'metadata',
  ],
  ...['warnings', 'size', 'mtime_ms', 'ctime_ms', 'inode', 'content_hash', 'pipeline_version', 'part_count'],
  ...['chunk_count', 'error_code', 'error_message', 'indexed_at', 'missing_since'],
]
  .map((column) => `d.${column}`)
  .join(', ');

const listedColumns = `${columns}, '[]' AS members, k.name AS kb,
  CASE WHEN d.members = '[]' THEN 0 ELSE json_array_length(d.members) END AS member_count`;

type ListedRow = DocumentRow & { position: string | number; member_count: number };

function toListed(row: ListedRow): ListedDocument {
  const { members: _members, ...record } = toDocumentRecord(row);
  return { ...record, memberCount: row.member_count, cursor: [row.position, row.id] };
}

/** A page of documents in an order, after another page or from an offset. */
export function listDocuments(db: SqliteDatabase, list: ListDocuments): ListedDocument[] {
  const where = listCondition(db, list);
  const order = orders[list.sort];
  const direction = list.isDescending ? 'DESC' : 'ASC';
  const after = list.after === null ? 'TRUE' : `(${order}, d.id) ${list.isDescending ? '<' : '>'} (?, ?)`;
  const rows = statement(
    db,
    `SELECT ${listedColumns}, ${order} AS position FROM documents AS d ${joinKnowledgeBases}
     WHERE ${where.sql} AND ${after} ORDER BY ${order} ${direction}, d.id ${direction} LIMIT ? OFFSET ?`,
  ).all(...where.values, ...(list.after ?? []), list.limit, list.offset) as ListedRow[];
  return rows.map(toListed);
}

/** Documents by row id, in that order, as a list of that sort shows them; those that are gone are left out. */
export function readListed(
  db: SqliteDatabase,
  rowIds: readonly number[],
  sort: DocumentOrder = 'path',
): ListedDocument[] {
  const rows = statement(
    db,
    `SELECT ${listedColumns}, ${orders[sort]} AS position
     FROM json_each(?) AS wanted CROSS JOIN documents AS d ON d.id = wanted.value ${joinKnowledgeBases}
     ORDER BY wanted.key`,
  ).all(JSON.stringify(rowIds)) as ListedRow[];
  return rows.map(toListed);
}

/** Row ids of the other documents whose files hold the same bytes. */
export function findCopies(
  db: SqliteDatabase,
  { rowId, contentHash }: { rowId: number; contentHash: string },
): number[] {
  return statement(
    db,
    `SELECT d.id FROM documents AS d ${joinKnowledgeBases}
     WHERE d.content_hash = ? AND d.id <> ? AND d.missing_since IS NULL ORDER BY d.path, d.id`,
  )
    .pluck()
    .all(contentHash, rowId) as number[];
}

export function countDocuments(db: SqliteDatabase, list: DocumentQuery): number {
  const { sql, values } = listCondition(db, list);
  return statement(db, `SELECT count(*) FROM documents AS d WHERE ${sql}`)
    .pluck()
    .get(...values) as number;
}

function listCondition(db: SqliteDatabase, query: DocumentQuery): Condition {
  const narrow = selectionFilters(query).map(({ where }) => where);
  return allOf([...narrow, presence(query), ...wideConditions(db, query)]);
}

/** Whether the file is there, the status, and that the knowledge base is: from an index of these alone. */
export function presence({ status, isMissing }: DocumentQuery): Condition {
  const conditions = [isLive, { sql: `d.missing_since IS ${isMissing ? 'NOT ' : ''}NULL`, values: [] }];
  if (status !== undefined) conditions.push({ sql: 'd.status = ?', values: [status] });
  return allOf(conditions);
}

/** The filters that are more than a condition: type, and path, which depends on all others. */
export function wideConditions(db: SqliteDatabase, query: DocumentQuery): Condition[] {
  const { filters } = query;
  const found: Condition[] = [];
  if (filters.type !== undefined) {
    const { document, member } = typeCondition(filters.type);
    const inside =
      member === null
        ? { sql: 'FALSE', values: [] }
        : {
            sql: `d.id IN (SELECT c.document_id FROM chunks AS c WHERE c.member_type IS NOT NULL AND ${member.sql})`,
            values: member.values,
          };
    found.push({
      sql: `(${document.sql} OR ${inside.sql})`,
      values: [...document.values, ...inside.values],
    });
  }
  const narrow = selectionFilters(query).map(({ where }) => where);
  const path = pathCondition(db, filters.path, allOf([...narrow, presence(query), ...found]));
  return path ? [...found, path] : found;
}
