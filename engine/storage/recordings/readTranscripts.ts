import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import { type SegmentRow, toSegmentRecord } from './segmentRows.ts';
import type {
  Diarization,
  RecordingMedia,
  SegmentQuery,
  SegmentRecord,
  SpeakerRecord,
  TranscriptRecord,
} from './transcript.ts';

interface TranscriptRow {
  id: number;
  content_hash: string;
  model: string;
  language: string | null;
  duration_ms: number;
  diarization: Diarization | null;
  revision: number;
  created_at: number;
  updated_at: number;
  warnings: string;
  media: string;
}

const columns = `id, content_hash, model, language, duration_ms, diarization, revision, created_at, updated_at,
  warnings, media`;

/** What is kept of a content's words; null where it has not been transcribed. */
export function readTranscriptByHash(db: SqliteDatabase, contentHash: string): TranscriptRecord | null {
  const row = statement(db, `SELECT ${columns} FROM transcripts WHERE content_hash = ?`).get(contentHash);
  return row ? toRecord(db, row as TranscriptRow) : null;
}

export function readTranscript(db: SqliteDatabase, id: number): TranscriptRecord | null {
  const row = statement(db, `SELECT ${columns} FROM transcripts WHERE id = ?`).get(id);
  return row ? toRecord(db, row as TranscriptRow) : null;
}

function toRecord(db: SqliteDatabase, row: TranscriptRow): TranscriptRecord {
  const counts = statement(
    db,
    `SELECT count(*) AS segments, count(edited) AS edited, coalesce(sum(has_conflict), 0) AS conflicts
     FROM transcript_segments WHERE transcript_id = ?`,
  ).get(row.id) as { segments: number; edited: number; conflicts: number };
  return {
    id: row.id,
    contentHash: row.content_hash,
    model: row.model,
    language: row.language,
    durationMs: row.duration_ms,
    media: JSON.parse(row.media) as RecordingMedia,
    diarization: row.diarization,
    warnings: JSON.parse(row.warnings) as string[],
    revision: row.revision,
    speakers: readSpeakers(db, row.id),
    ...counts,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

interface ShownSpeakerRow {
  number: number;
  given_name: string | null;
  is_recognised: number;
  similarity: number | null;
  person: string | null;
  personName: string | null;
  suggested: string | null;
  suggestedName: string | null;
  first: number | null;
  speechMs: number;
  segments: number;
}

/** In order of first speech, which is what those are numbered by that have no name; the silent ones last. */
function readSpeakers(db: SqliteDatabase, transcriptId: number): SpeakerRecord[] {
  const rows = statement(
    db,
    `SELECT s.number, s.given_name, s.is_recognised, s.similarity, p.public_id AS person, p.name AS personName,
       q.public_id AS suggested, q.name AS suggestedName,
       said.first, coalesce(said.speech, 0) AS speechMs, coalesce(said.count, 0) AS segments
     FROM transcript_speakers AS s
       LEFT JOIN people AS p ON p.id = s.person_id LEFT JOIN people AS q ON q.id = s.suggested_id
       LEFT JOIN (SELECT speaker, min(start_ms) AS first,
           sum(iif(coalesce(edited, text) = '', 0, end_ms - start_ms)) AS speech,
           sum(coalesce(edited, text) <> '') AS count
         FROM transcript_segments WHERE transcript_id = @id AND speaker IS NOT NULL GROUP BY speaker) AS said
         ON said.speaker = s.number
     WHERE s.transcript_id = @id
       AND (said.first IS NOT NULL OR s.given_name IS NOT NULL OR (s.person_id IS NOT NULL AND s.is_recognised = 0))
     ORDER BY said.first IS NULL, said.first, s.number`,
  ).all({ id: transcriptId }) as ShownSpeakerRow[];
  return rows.map((row, index) => ({
    number: row.number,
    name: row.personName ?? row.given_name ?? `Speaker ${index + 1}`,
    isNamed: (row.personName ?? row.given_name) !== null,
    personId: row.person,
    isRecognised: row.person !== null && row.is_recognised === 1,
    suggestion:
      row.suggested === null || row.suggestedName === null
        ? null
        : { personId: row.suggested, name: row.suggestedName, similarity: row.similarity ?? 0 },
    speechMs: row.speechMs,
    segments: row.segments,
  }));
}

/** A page of a transcript's segments, in order of time; without a limit all of them. */
export function readSegments(
  db: SqliteDatabase,
  transcriptId: number,
  { offset = 0, limit = -1, ...query }: SegmentQuery = {},
): SegmentRecord[] {
  const { sql, values } = where(query);
  const rows = statement(
    db,
    `SELECT s.*, t.model FROM transcript_segments AS s JOIN transcripts AS t ON t.id = s.transcript_id
     WHERE s.transcript_id = ? AND ${sql} ORDER BY s.start_ms, s.lane, s.id LIMIT ? OFFSET ?`,
  ).all(transcriptId, ...values, limit, offset) as (SegmentRow & { model: string })[];
  return rows.map((row) => toSegmentRecord(row, row.model));
}

export function countSegments(
  db: SqliteDatabase,
  transcriptId: number,
  query: Pick<SegmentQuery, 'fromMs' | 'speakers'> = {},
): number {
  const { sql, values } = where(query);
  return statement(db, `SELECT count(*) FROM transcript_segments AS s WHERE s.transcript_id = ? AND ${sql}`)
    .pluck()
    .get(transcriptId, ...values) as number;
}

function where({ fromMs, speakers }: Pick<SegmentQuery, 'fromMs' | 'speakers'>): {
  sql: string;
  values: (string | number)[];
} {
  const conditions: string[] = ['TRUE'];
  const values: (string | number)[] = [];
  if (fromMs !== undefined) {
    conditions.push('s.end_ms > ?');
    values.push(fromMs);
  }
  if (speakers !== undefined) {
    conditions.push('s.speaker IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(speakers));
  }
  return { sql: conditions.join(' AND '), values };
}

/** One segment of a transcript; null where it has none of that id. */
export function readSegment(
  db: SqliteDatabase,
  { transcriptId, segmentId }: { transcriptId: number; segmentId: number },
): SegmentRecord | null {
  const row = statement(
    db,
    `SELECT s.*, t.model FROM transcript_segments AS s JOIN transcripts AS t ON t.id = s.transcript_id
     WHERE s.id = ? AND s.transcript_id = ?`,
  ).get(segmentId, transcriptId) as (SegmentRow & { model: string }) | undefined;
  return row ? toSegmentRecord(row, row.model) : null;
}

/** Loudness over time, evenly spread, 0 to 1. */
export function readWaveform(db: SqliteDatabase, transcriptId: number): number[] {
  const bytes = statement(db, 'SELECT waveform FROM transcripts WHERE id = ?').pluck().get(transcriptId) as
    | Uint8Array
    | undefined;
  return Array.from(bytes ?? [], (byte) => byte / 255);
}
