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

/** Why a recording, or a document with one in it, was left out. */
export type UnheardFor =
  /** There was no speech model, or a damaged one. */
  | 'model'
  /** It was larger than was allowed. */
  | 'size'
  /** By a version that heard nothing at all. */
  | 'version';

/** Which documents of a stretch of rows are meant. */
export type WantedToIndex = 'recordings' | UnheardFor;

const conditions: Readonly<Record<WantedToIndex, string>> = {
  recordings: `d.status = 'indexed' AND ${isOfRecording}`,
  model: `(d.error_code IN ('speech_model_missing', 'model_invalid') OR instr(d.members, '"speech_model_missing"') > 0)`,
  size: `d.error_code = 'file_too_large' AND ${isOfRecording}`,
  version: `d.error_code = 'file_unsupported' AND ${isOfRecording}`,
};

/**
 * Those of the next `span` rows after row `after` that are meant and whose files are there.
 *
 * @returns also the row to go on after; null at the end
 */
export function listToIndex(
  db: SqliteDatabase,
  { wanted, after, span }: { wanted: WantedToIndex; after: number; span: number },
): { documents: DocumentToIndex[]; next: number | null } {
  const rows = statement(
    db,
    `SELECT ${columns} WHERE d.id > ? AND d.id <= ? AND d.missing_since IS NULL AND ${conditions[wanted]} ORDER BY d.id`,
  ).all(after, after + span) as Row[];
  const last = statement(db, 'SELECT max(id) FROM documents').pluck().get() as number | null;
  return { documents: rows.map(toDocument), next: after + span < (last ?? 0) ? after + span : null };
}

function toDocument({ rowId, kbId, path, preset, ...stamp }: Row): DocumentToIndex {
  return { rowId, kbId, path, preset, stamp };
}
