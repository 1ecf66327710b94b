import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { statement } from '../statement.ts';
import { applyLateEdit, findHeir, heardAgain } from './lateEdit.ts';
import { hasConflict } from './merge/index.ts';
import { readSegment } from './readTranscripts.ts';
import { readWords, type SegmentRow, storeWords } from './segmentRows.ts';
import { bumpRevision, dropSilentSpeakers } from './speakerRows.ts';
import type { SegmentRecord } from './transcript.ts';
import { spreadWords } from './words/index.ts';

interface SegmentAt {
  transcriptId: number;
  segmentId: number;
  now: number;
}

/** A segment as it is now, and whether anything is other than before. */
export interface SegmentChange {
  segment: SegmentRecord;
  isChanged: boolean;
}

/**
 * Puts a person's words in the place of the model's; words that are the model's take an edit back. A segment that a new
 * transcription has replaced in the meantime is edited where its speech is by now.
 *
 * @throws AppError `not_found` when it never was in this transcript, or is several transcriptions old
 */
export function editSegment(
  db: SqliteDatabase,
  { transcriptId, segmentId, text, now }: SegmentAt & { text: string },
): SegmentChange {
  const given = text.toWellFormed().normalize('NFC').replace(/\s+/gu, ' ').trim();
  const at = { transcriptId, segmentId };
  const row = findSegment(db, at) ?? findHeir(db, at);
  const id = row ? row.id : applyLateEdit(db, { ...at, edited: given });
  if (id === null) throw noSegment();
  if (row) {
    if (given === row.text) return revert(db, row, now);
    if (given === row.edited) return { segment: requireSegment(db, transcriptId, id), isChanged: false };
    writeEdit(db, row, given);
  }
  bumpRevision(db, transcriptId, now);
  return { segment: requireSegment(db, transcriptId, id), isChanged: true };
}

/** The model's words again. One in the place of which the model heard nothing goes. @throws AppError `not_found` */
export function revertSegment(
  db: SqliteDatabase,
  { transcriptId, segmentId, now }: SegmentAt,
): SegmentChange {
  return revert(db, requirePresent(db, { transcriptId, segmentId }), now);
}

/**
 * Ends a conflict: the person's words stay, and stand for what the present model heard from now on, or they give way.
 *
 * @throws AppError `not_found`; `conflict` when there is none
 */
export function resolveConflict(
  db: SqliteDatabase,
  { transcriptId, segmentId, keep, now }: SegmentAt & { keep: 'edited' | 'heard' },
): SegmentChange {
  const row = requirePresent(db, { transcriptId, segmentId });
  if (row.has_conflict === 0)
    throw new AppError('conflict', 'This part of the recording has no other words to choose from any more.');
  if (keep === 'heard') return revert(db, row, now);
  statement(db, 'UPDATE transcript_segments SET has_conflict = 0, replaced = text WHERE id = ?').run(row.id);
  bumpRevision(db, transcriptId, now);
  return { segment: requireSegment(db, transcriptId, row.id), isChanged: true };
}

function writeEdit(db: SqliteDatabase, row: SegmentRow, edited: string): void {
  const within = { startMs: row.start_ms, endMs: row.end_ms };
  const replaced = row.replaced ?? row.text;
  // A conflict stays until one of both is chosen, or written.
  const isConflict = row.has_conflict === 1 && hasConflict({ text: row.text, edited, replaced });
  statement(
    db,
    `UPDATE transcript_segments SET edited = @edited, edited_words = @words, replaced = @replaced,
       has_conflict = @isConflict WHERE id = @id`,
  ).run({
    id: row.id,
    edited,
    words: storeWords(spreadWords(edited, readWords(row.words), within)),
    replaced,
    isConflict: isConflict ? 1 : 0,
  });
}

function revert(db: SqliteDatabase, row: SegmentRow, now: number): SegmentChange {
  const isChanged = row.edited !== null;
  if (isChanged)
    statement(
      db,
      `UPDATE transcript_segments SET edited = NULL, edited_words = NULL, replaced = NULL, has_conflict = 0
       WHERE id = ?`,
    ).run(row.id);
  const segment = requireSegment(db, row.transcript_id, row.id);
  if (row.text === '') {
    statement(db, 'DELETE FROM transcript_segments WHERE id = ?').run(row.id);
    dropSilentSpeakers(db, row.transcript_id);
  }
  if (isChanged) bumpRevision(db, row.transcript_id, now);
  return { segment, isChanged };
}

type Place = Pick<SegmentAt, 'transcriptId' | 'segmentId'>;

function findSegment(db: SqliteDatabase, { transcriptId, segmentId }: Place): SegmentRow | undefined {
  return statement(db, 'SELECT * FROM transcript_segments WHERE id = ? AND transcript_id = ?').get(
    segmentId,
    transcriptId,
  ) as SegmentRow | undefined;
}

function requirePresent(db: SqliteDatabase, at: Place): SegmentRow {
  const row = findSegment(db, at);
  if (row) return row;
  const former = statement(db, 'SELECT 1 FROM former_segments WHERE id = ? AND transcript_id = ?');
  throw former.get(at.segmentId, at.transcriptId) ? heardAgain() : noSegment();
}

function requireSegment(db: SqliteDatabase, transcriptId: number, segmentId: number): SegmentRecord {
  const segment = readSegment(db, { transcriptId, segmentId });
  if (!segment) throw noSegment();
  return segment;
}

function noSegment(): AppError {
  return new AppError('not_found', 'This part of the recording is not in its transcript.');
}
