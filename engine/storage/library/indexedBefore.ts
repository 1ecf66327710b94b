import type { PresetName } from '@adiuva/contracts';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import { type FileStamp, joinKnowledgeBases } from './documentRecord.ts';

/** Enough of a document to index its file again. */
export interface DocumentToIndex {
  rowId: number;
  kbId: number;
  path: string;
  preset: PresetName;
  stamp: FileStamp;
}

interface Row extends FileStamp {
  rowId: number;
  kbId: number;
  path: string;
  preset: PresetName;
}

const columns = `d.id AS rowId, d.kb_id AS kbId, d.path, d.preset, d.size, d.mtime_ms AS mtimeMs, d.ctime_ms AS ctimeMs,
  d.inode FROM documents AS d ${joinKnowledgeBases}`;

const isOfRecording = `(d.media_type GLOB 'audio/*' OR d.media_type GLOB 'video/*')`;

/** Those whose files are there and have one of the contents, indexed or not. */
export function findDocumentsOfContent(
  db: SqliteDatabase,
  contentHashes: readonly string[],
): DocumentToIndex[] {
  const rows = statement(
    db,
    `SELECT ${columns} WHERE d.content_hash IN (SELECT value FROM json_each(?)) AND d.missing_since IS NULL`,
  ).all(JSON.stringify(contentHashes)) as Row[];
  return rows.map(toDocument);
}

/**
 * A page, after row `after`, of those that ended without being heard: there was no model, or a damaged one, for them or for
 * a recording in them, or they were larger than was allowed.
 *
 * @param args.withUnsupported also those that a version skipped which heard nothing at all
 */
export function listUnheard(
  db: SqliteDatabase,
  { after, limit, withUnsupported }: { after: number; limit: number; withUnsupported: boolean },
): DocumentToIndex[] {
  const rows = statement(
    db,
    `SELECT ${columns} WHERE d.id > ? AND d.missing_since IS NULL
       AND (d.error_code IN ('speech_model_missing', 'model_invalid') OR instr(d.members, '"speech_model_missing"') > 0
         OR (d.error_code = 'file_too_large' AND ${isOfRecording})
         OR (? AND d.error_code = 'file_unsupported' AND ${isOfRecording}))
     ORDER BY d.id LIMIT ?`,
  ).all(after, withUnsupported ? 1 : 0, limit) as Row[];
  return rows.map(toDocument);
}

/** A page, after row `after`, of the recordings that are indexed. */
export function listRecordings(
  db: SqliteDatabase,
  { after, limit }: { after: number; limit: number },
): DocumentToIndex[] {
  const rows = statement(
    db,
    `SELECT ${columns} WHERE d.id > ? AND d.missing_since IS NULL AND d.status = 'indexed' AND ${isOfRecording}
     ORDER BY d.id LIMIT ?`,
  ).all(after, limit) as Row[];
  return rows.map(toDocument);
}

function toDocument({ rowId, kbId, path, preset, ...stamp }: Row): DocumentToIndex {
  return { rowId, kbId, path, preset, stamp };
}
