import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { statement } from '../statement.ts';
import { type FormerSegment, mergeSegments } from './merge/index.ts';
import { insertSegment } from './putTranscript.ts';
import { type SegmentRow, toFormerSegment } from './segmentRows.ts';
import { spreadWords } from './words/index.ts';

interface FormerRow {
  id: number;
  start_ms: number;
  end_ms: number;
  lane: number;
  text: string;
  revision: number;
}

/** Speech around an edit by which its place is found. */
const aroundMs = 15_000;

/** The segment that carries the edit of one that a new transcription, or one after another, has replaced. */
export function findHeir(
  db: SqliteDatabase,
  { transcriptId, segmentId }: { transcriptId: number; segmentId: number },
): SegmentRow | undefined {
  return statement(
    db,
    `WITH RECURSIVE heirs (id) AS (
       SELECT became FROM former_segments WHERE id = @segmentId AND transcript_id = @transcriptId
       UNION SELECT f.became FROM heirs JOIN former_segments AS f ON f.id = heirs.id)
     SELECT s.* FROM heirs JOIN transcript_segments AS s ON s.id = heirs.id`,
  ).get({ transcriptId, segmentId }) as SegmentRow | undefined;
}

/**
 * An edit of a segment that a new transcription has replaced, put where that segment's speech is by now: as if it had been
 * there when the new transcription came.
 *
 * @returns the segment that carries it; null when there was no such segment
 * @throws AppError `conflict` when it edits nothing
 */
export function applyLateEdit(
  db: SqliteDatabase,
  args: { transcriptId: number; segmentId: number; edited: string },
): number | null {
  const { transcriptId, segmentId, edited } = args;
  const own = statement(db, 'SELECT * FROM former_segments WHERE id = ? AND transcript_id = ?').get(
    segmentId,
    transcriptId,
  ) as FormerRow | undefined;
  if (!own) return null;
  if (edited === own.text) throw heardAgain();
  const window = {
    id: own.id,
    revision: own.revision,
    transcriptId,
    from: own.start_ms - aroundMs,
    to: own.end_ms + aroundMs,
  };
  const around = statement(
    db,
    `SELECT * FROM former_segments WHERE transcript_id = @transcriptId AND start_ms < @to AND end_ms > @from
       AND revision = @revision AND (became IS NULL OR id = @id) ORDER BY start_ms, id`,
  ).all(window) as FormerRow[];
  // What is edited already is taken; its former segment is left out as well.
  const rows = statement(
    db,
    `SELECT * FROM transcript_segments WHERE transcript_id = @transcriptId AND start_ms < @to AND end_ms > @from
       AND edited IS NULL ORDER BY start_ms, lane, id`,
  ).all(window) as SegmentRow[];
  const merged = mergeSegments({
    former: around.map((row) => toFormer(row, row.id === own.id ? edited : null)),
    next: rows
      .map(toFormerSegment)
      .map(({ heardSpeaker, ...segment }) => ({ ...segment, speaker: heardSpeaker })),
    claimants: new Set(),
    speakerOf: (_segment, index) => ({
      speaker: rows[index]?.speaker ?? null,
      isAssigned: rows[index]?.is_assigned === 1,
    }),
  });
  const whole = new Set(merged.flatMap(({ wholeOf }) => wholeOf ?? []));
  const remove = statement(db, 'DELETE FROM transcript_segments WHERE id = ?');
  for (const [index, { id }] of rows.entries()) if (!whole.has(index)) remove.run(id);
  let carrier: number | null = null;
  for (const segment of merged) {
    if (segment.wholeOf !== null) continue;
    const id = insertSegment(db, transcriptId, segment);
    if (segment.editOf !== null) carrier = id;
  }
  statement(db, 'UPDATE former_segments SET became = ? WHERE id = ?').run(carrier, own.id);
  return carrier;
}

function toFormer({ start_ms, end_ms, lane, text }: FormerRow, edited: string | null): FormerSegment {
  const within = { startMs: start_ms, endMs: end_ms };
  const words = spreadWords(text, [], within);
  return {
    ...within,
    lane,
    speaker: null,
    heardSpeaker: null,
    isAssigned: false,
    confidence: null,
    text,
    words,
    edited,
    editedWords: edited === null ? [] : spreadWords(edited, words, within),
    replaced: null,
  };
}

export function heardAgain(): AppError {
  return new AppError(
    'conflict',
    'The recording was transcribed again in the meantime; look at it once more, then choose.',
  );
}
