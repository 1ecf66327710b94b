import type { DocumentMetadata, ErrorCode, MemberOutcome, PresetName } from '@adiuva/contracts';

/** What stat tells about a file, as the library remembers it. */
export interface FileStamp {
  size: number;
  mtimeMs: number;
  ctimeMs: number;
  /** `device:inode`; a hint only, since some file systems invent it. */
  inode: string;
}

/** A document as it is stored, without its parts and chunks. */
export interface DocumentRecord extends FileStamp {
  /** The row's own id: small, never shown. */
  rowId: number;
  /** What leaves the engine. */
  id: string;
  kbId: number;
  kb: string;
  path: string;
  status: 'pending' | 'indexed' | 'skipped' | 'failed';
  preset: PresetName;
  mediaType: string | null;
  title: string | null;
  author: string | null;
  language: string | null;
  metadata: DocumentMetadata;
  warnings: string[];
  members: MemberOutcome[];
  contentHash: string | null;
  pipelineVersion: number;
  partCount: number;
  chunkCount: number;
  errorCode: ErrorCode | null;
  errorMessage: string | null;
  indexedAt: number | null;
  /** Unix milliseconds: since then its file is gone. */
  missingSince: number | null;
}

export interface DocumentRow {
  id: number;
  public_id: string;
  kb_id: number;
  kb: string;
  path: string;
  status: DocumentRecord['status'];
  preset: PresetName;
  media_type: string | null;
  title: string | null;
  author: string | null;
  language: string | null;
  metadata: string;
  warnings: string;
  members: string;
  size: number;
  mtime_ms: number;
  ctime_ms: number;
  inode: string;
  content_hash: string | null;
  pipeline_version: number;
  part_count: number;
  chunk_count: number;
  error_code: ErrorCode | null;
  error_message: string | null;
  indexed_at: number | null;
  missing_since: number | null;
}

/** Those of a knowledge base that was removed are out of sight before they go. */
export const joinKnowledgeBases = 'JOIN knowledge_bases AS k ON k.id = d.kb_id AND k.removed_at IS NULL';

export const selectDocuments = `SELECT d.*, k.name AS kb FROM documents AS d ${joinKnowledgeBases}`;

export function toDocumentRecord(row: DocumentRow): DocumentRecord {
  return {
    rowId: row.id,
    id: row.public_id,
    kbId: row.kb_id,
    kb: row.kb,
    path: row.path,
    status: row.status,
    preset: row.preset,
    mediaType: row.media_type,
    title: row.title,
    author: row.author,
    language: row.language,
    metadata: JSON.parse(row.metadata),
    warnings: JSON.parse(row.warnings),
    members: JSON.parse(row.members),
    size: row.size,
    mtimeMs: row.mtime_ms,
    ctimeMs: row.ctime_ms,
    inode: row.inode,
    contentHash: row.content_hash,
    pipelineVersion: row.pipeline_version,
    partCount: row.part_count,
    chunkCount: row.chunk_count,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    indexedAt: row.indexed_at,
    missingSince: row.missing_since,
  };
}
