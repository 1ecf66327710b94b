import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { type JobLease, requireLease } from '../queue/index.ts';
import { statement } from '../statement.ts';
import { settleSegments } from './heard.ts';
import { type FormerSegment, type MergedSegment, matchSpeakers, mergeSegments } from './merge/index.ts';
import { type SegmentRow, storeWords, toFormerSegment } from './segmentRows.ts';
import { dropSilentSpeakers, ensureSpeaker, knownSpeakers } from './speakerRows.ts';
import type { NewTranscript } from './transcript.ts';
import { addVoice, dropVoices, readVoices, remembersVoices } from './voices.ts';

export interface PutTranscript {
  /** Null for a file that no job is about. */
  lease: JobLease | null;
  contentHash: string;
  transcript: NewTranscript;
  now: number;
}

/** Somebody who edits meanwhile may have seen the transcript as it was so many transcriptions ago. */
const keptTimes = 3;
/** A voice is of its speaker only where the speaker has so much of what it was taken from. */
const ownPart = 0.8;

/**
 * Puts a transcription in the place of an earlier one of the same content. What a person did to that one stays: edits where
 * they were made, names, assignments, merges and splits with those that speak at the same times.
 *
 * @throws AppError `lease_lost`
 */
export function putTranscript(
  db: SqliteDatabase,
  { lease, contentHash, transcript, now }: PutTranscript,
): { transcriptId: number; revision: number } {
  if (lease) requireLease(db, lease);
  const { id, revision } = writeTranscript(db, contentHash, transcript, now);
  const rows = statement(db, 'SELECT * FROM transcript_segments WHERE transcript_id = ? ORDER BY id').all(
    id,
  ) as SegmentRow[];
  const former = rows.map(toFormerSegment);
  const next = settleSegments(transcript);
  const speakers = [
    ...new Set([
      ...transcript.speakers.map(({ number }) => number),
      ...next.flatMap(({ speaker }) => speaker ?? []),
    ]),
  ];
  const known = new Set(knownSpeakers(db, id));
  const { numberOf, claimants } = matchSpeakers({ former, next, speakers, known });
  const merged = mergeSegments({
    former,
    next,
    claimants,
    speakerOf: ({ speaker }) => ({
      speaker: speaker === null ? null : (numberOf.get(speaker) ?? null),
      isAssigned: false,
    }),
  });
  replaceSegments(db, { transcriptId: id, revision, rows, merged });
  for (const { speaker } of merged) if (speaker !== null) ensureSpeaker(db, id, speaker);
  dropSilentSpeakers(db, id);
  replaceVoices(db, id, transcript, merged);
  return { transcriptId: id, revision };
}

function writeTranscript(
  db: SqliteDatabase,
  contentHash: string,
  transcript: NewTranscript,
  now: number,
): { id: number; revision: number } {
  return statement(
    db,
    `INSERT INTO transcripts (content_hash, model, language, duration_ms, diarization, revision, created_at, updated_at,
       warnings, media, waveform)
     VALUES (@contentHash, @model, @language, @durationMs, @diarization, 1, @now, @now, @warnings, @media, @waveform)
     ON CONFLICT (content_hash) DO UPDATE SET model = excluded.model, language = excluded.language,
       duration_ms = excluded.duration_ms, diarization = excluded.diarization, revision = revision + 1,
       updated_at = excluded.updated_at, warnings = excluded.warnings, media = excluded.media, waveform = excluded.waveform
     RETURNING id, revision`,
  ).get({
    contentHash,
    model: transcript.model,
    language: transcript.language,
    durationMs: Math.max(0, Math.round(transcript.durationMs)),
    diarization: transcript.diarization,
    warnings: JSON.stringify(transcript.warnings),
    media: JSON.stringify(transcript.media),
    waveform: Buffer.from(
      transcript.waveform.map((peak) => Math.round(Math.min(1, Math.max(0, peak)) * 255)),
    ),
    now,
  }) as { id: number; revision: number };
}

/** What was there stands among the former segments until some transcriptions later. */
function replaceSegments(
  db: SqliteDatabase,
  args: {
    transcriptId: number;
    revision: number;
    rows: readonly SegmentRow[];
    merged: readonly MergedSegment[];
  },
): void {
  const { transcriptId, revision, rows, merged } = args;
  statement(db, 'DELETE FROM transcript_segments WHERE transcript_id = ?').run(transcriptId);
  const became = new Map<number, number>();
  for (const segment of merged) {
    const id = insertSegment(db, transcriptId, segment);
    if (segment.editOf !== null) became.set(segment.editOf, id);
  }
  if (rows.length === 0) return;
  const insert = statement(
    db,
    `INSERT INTO former_segments (id, transcript_id, start_ms, end_ms, lane, text, revision, became)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const [index, { id, start_ms, end_ms, lane, text }] of rows.entries())
    insert.run(id, transcriptId, start_ms, end_ms, lane, text, revision, became.get(index) ?? null);
  statement(
    db,
    `DELETE FROM former_segments WHERE transcript_id = @id AND revision NOT IN (
       SELECT DISTINCT revision FROM former_segments WHERE transcript_id = @id ORDER BY revision DESC LIMIT @kept)`,
  ).run({ id: transcriptId, kept: keptTimes });
}

export function insertSegment(db: SqliteDatabase, transcriptId: number, segment: MergedSegment): number {
  const { edited, editedWords, words, isAssigned, hasConflict, ...plain } = segment;
  const { editOf: _editOf, wholeOf: _wholeOf, ...columns } = plain;
  const { lastInsertRowid } = statement(
    db,
    `INSERT INTO transcript_segments (transcript_id, start_ms, end_ms, lane, heard_speaker, speaker, is_assigned,
       has_conflict, confidence, text, words, edited, edited_words, replaced)
     VALUES (@transcriptId, @startMs, @endMs, @lane, @heardSpeaker, @speaker, @isAssigned, @hasConflict, @confidence, @text,
       @words, @edited, @editedWords, @replaced)`,
  ).run({
    ...columns,
    transcriptId,
    isAssigned: isAssigned ? 1 : 0,
    hasConflict: hasConflict ? 1 : 0,
    words: storeWords(words),
    edited,
    editedWords: edited === null ? null : storeWords(editedWords),
  });
  return Number(lastInsertRowid);
}

/** The new voices, and of speakers without a new one those that were kept. */
function replaceVoices(
  db: SqliteDatabase,
  transcriptId: number,
  transcript: NewTranscript,
  merged: readonly MergedSegment[],
): void {
  const before = readVoices(db, transcriptId);
  if (before.length === 0 && !remembersVoices(db)) return;
  const heard = transcript.speakers.flatMap(({ number, embedding, embeddingModel, speechMs }) => {
    const goesBy = ownerOf(number, merged);
    if (!embedding || embeddingModel === null || goesBy === null) return [];
    return [{ number: goesBy, voice: { model: embeddingModel, embedding, speechMs } }];
  });
  const speaking = new Set(merged.map(({ speaker }) => speaker));
  const isRenewed = remembersVoices(db) ? new Set(heard.map(({ number }) => number)) : new Set<number>();
  for (const number of new Set(before.map((voice) => voice.number)))
    if (isRenewed.has(number) || !speaking.has(number)) dropVoices(db, transcriptId, number);
  for (const { number, voice } of heard) addVoice(db, { transcriptId, number, voice });
}

/** Who says nearly all of what a voice of diarization said; null where a person, or the words, tell several. */
function ownerOf(heardSpeaker: number, segments: readonly FormerSegment[]): number | null {
  const shares = new Map<number, number>();
  let whole = 0;
  for (const segment of segments) {
    if (segment.heardSpeaker !== heardSpeaker || segment.speaker === null) continue;
    const spokenMs = segment.endMs - segment.startMs;
    whole += spokenMs;
    shares.set(segment.speaker, (shares.get(segment.speaker) ?? 0) + spokenMs);
  }
  for (const [number, spokenMs] of shares) if (spokenMs > 0 && spokenMs >= whole * ownPart) return number;
  return null;
}
