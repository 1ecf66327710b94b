import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import type { DocumentRecord, FileStamp } from './documentRecord.ts';

/** What a scan compares with the file: a document without anything that was made of it. */
export interface KnownDocument
  extends FileStamp,
    Pick<
      DocumentRecord,
      | 'id'
      | 'kbId'
      | 'path'
      | 'status'
      | 'preset'
      | 'mediaType'
      | 'partCount'
      | 'chunkCount'
      | 'contentHash'
      | 'pipelineVersion'
      | 'errorCode'
      | 'errorMessage'
      | 'missingSince'
    > {
  isKept: boolean;
}

const columns = `d.public_id AS id, d.kb_id AS kbId, d.path, d.status, d.preset, d.media_type AS mediaType, d.part_count AS partCount,
  d.chunk_count AS chunkCount, d.content_hash AS contentHash, d.pipeline_version AS pipelineVersion,
  d.error_code AS errorCode, d.error_message AS errorMessage, d.missing_since AS missingSince, d.is_kept AS isKept,
  d.size, d.mtime_ms AS mtimeMs, d.ctime_ms AS ctimeMs, d.inode`;
const inBase = 'd.kb_id = @kbId';

type Row = Omit<KnownDocument, 'isKept'> & { isKept: number };
const toKnown = (row: Row): KnownDocument => ({ ...row, isKept: row.isKept === 1 });

/** The next documents of a knowledge base in the order of their paths: after `after`, up to and with `through`. */
export function readDocumentsBetween(
  db: SqliteDatabase,
  args: { kbId: number; after: string; through: string; limit: number },
): KnownDocument[] {
  const rows = statement(
    db,
    `SELECT ${columns} FROM documents d WHERE ${inBase} AND d.path > @after AND d.path <= @through
     ORDER BY d.path LIMIT @limit`,
  ).all(args) as Row[];
  return rows.map(toKnown);
}

/** The documents of a knowledge base whose files are known by these identities. */
export function readDocumentsByIdentity(
  db: SqliteDatabase,
  { kbId, identities }: { kbId: number; identities: readonly string[] },
): KnownDocument[] {
  // CROSS JOIN keeps the order: a planner that begins with the knowledge base reads all of it.
  const rows = statement(
    db,
    `SELECT ${columns} FROM json_each(@identities) AS wanted CROSS JOIN documents d ON d.inode = wanted.value
     WHERE ${inBase}`,
  ).all({ kbId, identities: JSON.stringify(identities) }) as Row[];
  return rows.map(toKnown);
}
