import { randomUUID } from 'node:crypto';
import type { DocumentMetadata, MemberOutcome, PresetName } from '@adiuva/contracts';
import type { JobStage } from '@adiuva/contracts/rpc';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError, type ChunkPlace, chunkText, type WireError } from '#base';
import { deleteChunkTerms, insertChunkTerms } from '../keyword/index.ts';
import { finishJob, type JobLease, requireLease } from '../queue/index.ts';
import { statement } from '../statement.ts';
import { missingVectors } from '../vectors/index.ts';
import { writeProperties } from './documentProperties.ts';
import type { FileStamp } from './documentRecord.ts';
import { bumpIndexVersion } from './indexVersion.ts';
import { hasKnowledgeBase } from './knowledgeBaseNumbers.ts';
import { requireServingModel } from './servingModel.ts';
import { readStagedParts } from './stagedParts.ts';

/** A chunk whose text stands in its staged part: see chunkText. */
export interface NewChunk extends ChunkPlace {
  part: number;
  tokenCount: number;
  textHash: Uint8Array;
  /** A Locator as JSON: its many boxes would be slow to hand to the writing thread as they are. */
  locator: string;
}

/** Which file a document stands for. */
export interface DocumentIdentity {
  kbId: number;
  path: string;
  preset: PresetName;
  stamp: FileStamp;
  contentHash: string | null;
  pipelineVersion: number;
}

export interface CommitDocument {
  lease: JobLease;
  identity: DocumentIdentity;
  mediaType: string;
  metadata: DocumentMetadata;
  warnings: string[];
  members: MemberOutcome[];
  /** How many parts the job has staged (\`stageParts\`). */
  partCount: number;
  /** In the order of the parts. */
  chunks: NewChunk[];
  /** Every chunk must have its vector here when the commit runs. */
  modelKey: number;
  /** The job ends with it, in the same transaction. */
  finish?: { result: unknown; stages: readonly JobStage[] };
  now: number;
}

/**
 * Puts a document in the place of what its path held before, all in the caller's transaction: a reader sees the
 * old chunks or the new, never a mixture.
 *
 * @throws AppError `lease_lost`; `conflict` when a vector is missing (it was collected in between: embed again) or
 *   another model serves by now
 */
export function commitDocument(db: SqliteDatabase, args: CommitDocument): { documentId: string } {
  requireLease(db, args.lease);
  requireServingModel(db, args.modelKey);
  const missing = missingVectors(
    db,
    args.modelKey,
    args.chunks.map((chunk) => chunk.textHash),
  );
  if (missing.length > 0) throw new AppError('conflict', `${missing.length} vectors are no longer stored.`);
  const { rowId, publicId } = upsertDocument(db, args.identity);
  clearContent(db, rowId);
  statement(
    db,
    `UPDATE documents SET status = 'indexed', media_type = @mediaType, title = @title, author = @author,
       language = @language, metadata = @metadata, warnings = @warnings, members = @members, part_count = @parts, chunk_count = @chunks,
       error_code = NULL, error_message = NULL, indexed_at = @now WHERE id = @rowId`,
  ).run({
    rowId,
    mediaType: args.mediaType,
    title: args.metadata.title ?? null,
    author: args.metadata.author ?? null,
    language: args.metadata.language ?? null,
    metadata: JSON.stringify(args.metadata),
    warnings: JSON.stringify(args.warnings),
    members: JSON.stringify(args.members),
    parts: args.partCount,
    chunks: args.chunks.length,
    now: args.now,
  });
  insertContent(db, rowId, args);
  writeProperties(db, rowId, args.metadata);
  bumpIndexVersion(db);
  if (args.finish)
    finishJob(db, {
      lease: args.lease,
      outcome: { type: 'done', result: args.finish.result },
      stages: args.finish.stages,
      now: args.now,
    });
  return { documentId: publicId };
}

/** Records that a file has no place in the index, and why; what its path held before goes. */
export function recordUnindexed(
  db: SqliteDatabase,
  args: {
    lease: JobLease;
    identity: DocumentIdentity;
    status: 'skipped' | 'failed';
    mediaType: string | null;
    error: WireError;
    members?: MemberOutcome[];
    /** What is known of it all the same: the length of a recording that nobody could hear. */
    metadata?: DocumentMetadata;
  },
): { documentId: string } {
  requireLease(db, args.lease);
  const { rowId, publicId } = upsertDocument(db, args.identity);
  clearContent(db, rowId);
  statement(
    db,
    `UPDATE documents SET status = @status, media_type = @mediaType, title = @title, author = @author, language = NULL,
       metadata = @metadata, warnings = '[]', members = @members, part_count = 0, chunk_count = 0, indexed_at = NULL,
       error_code = @code, error_message = @message WHERE id = @rowId`,
  ).run({
    rowId,
    status: args.status,
    mediaType: args.mediaType,
    title: args.metadata?.title ?? null,
    author: args.metadata?.author ?? null,
    metadata: JSON.stringify(args.metadata ?? {}),
    code: args.error.code,
    message: args.error.message,
    members: JSON.stringify(args.members ?? []),
  });
  bumpIndexVersion(db);
  return { documentId: publicId };
}

/** Deletes parts, chunks and terms of a document; its vectors go when no other chunk has their text. */
export function clearContent(db: SqliteDatabase, rowId: number): void {
  const ids = statement(db, 'SELECT id FROM chunks WHERE document_id = ?').pluck().all(rowId) as number[];
  deleteChunkTerms(db, ids);
  statement(db, 'DELETE FROM chunks WHERE document_id = ?').run(rowId);
  statement(db, 'DELETE FROM parts WHERE document_id = ?').run(rowId);
  statement(db, 'DELETE FROM document_properties WHERE document_id = ?').run(rowId);
}

function upsertDocument(db: SqliteDatabase, identity: DocumentIdentity): { rowId: number; publicId: string } {
  if (!hasKnowledgeBase(db, identity.kbId))
    throw new AppError('not_found', `The knowledge base that ${identity.path} was added to was removed.`);
  const row = statement(
    db,
    `INSERT INTO documents (public_id, kb_id, path, status, preset, size, mtime_ms, ctime_ms, inode, content_hash, pipeline_version)
     VALUES (@publicId, @kbId, @path, 'pending', @preset, @size, @mtimeMs, @ctimeMs, @inode, @contentHash, @pipelineVersion)
     ON CONFLICT (kb_id, path) DO UPDATE SET preset = excluded.preset, size = excluded.size, mtime_ms = excluded.mtime_ms,
       ctime_ms = excluded.ctime_ms, inode = excluded.inode, content_hash = excluded.content_hash,
       pipeline_version = excluded.pipeline_version, missing_since = NULL, is_kept = 0
     RETURNING id, public_id`,
  ).get({
    publicId: randomUUID(),
    kbId: identity.kbId,
    path: identity.path,
    preset: identity.preset,
    ...identity.stamp,
    contentHash: identity.contentHash,
    pipelineVersion: identity.pipelineVersion,
  }) as { id: number; public_id: string };
  return { rowId: row.id, publicId: row.public_id };
}

/** Parts and their chunks, a staged batch at a time: a document's whole text is never held at once. */
function insertContent(
  db: SqliteDatabase,
  rowId: number,
  { lease, partCount, chunks, members }: CommitDocument,
): void {
  const memberTypes = new Map(members.map(({ within, mediaType }) => [JSON.stringify(within), mediaType]));
  const insertPart = statement(
    db,
    'INSERT INTO parts (document_id, ordinal, text, layout) VALUES (?, ?, ?, ?)',
  );
  let ordinal = 0;
  let nextChunk = 0;
  for (let batch = 0; ordinal < partCount; batch++) {
    const parts = readStagedParts(db, { jobId: lease.jobId, batch });
    if (parts.length === 0) throw new AppError('conflict', 'The extracted parts are no longer staged.');
    const rows: { id: number; text: string }[] = [];
    for (const { text, ...layout } of parts) {
      const locator = { ...layout.locator, part: ordinal };
      insertPart.run(rowId, ordinal, text, JSON.stringify({ ...layout, locator }));
      const { within } = locator;
      const memberType = (within && memberTypes.get(JSON.stringify(within))) ?? null;
      for (let chunk = chunks[nextChunk]; chunk?.part === ordinal; chunk = chunks[++nextChunk]) {
        const ownText = chunkText(text, chunk);
        const id = insertChunk(db, rowId, nextChunk, { ...chunk, text: ownText, memberType });
        rows.push({ id, text: ownText });
      }
      ordinal++;
    }
    insertChunkTerms(db, rows);
  }
  if (nextChunk < chunks.length)
    throw new AppError('internal', 'A chunk names a part that is not there, or stands out of order.');
}

function insertChunk(
  db: SqliteDatabase,
  rowId: number,
  ordinal: number,
  chunk: NewChunk & { text: string; memberType: string | null },
): number {
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO chunks (document_id, ordinal, part_ordinal, start_offset, end_offset, token_count, text_hash, text, locator, member_type)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    rowId,
    ordinal,
    chunk.part,
    chunk.start,
    chunk.end,
    chunk.tokenCount,
    chunk.textHash,
    chunk.text,
    chunk.locator,
    chunk.memberType,
  );
  return Number(lastInsertRowid);
}
