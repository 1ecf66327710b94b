import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

export interface SpeakerRow {
  number: number;
  given_name: string | null;
  person_id: number | null;
  is_recognised: number;
  suggested_id: number | null;
  similarity: number | null;
}

export function readSpeaker(db: SqliteDatabase, transcriptId: number, number: number): SpeakerRow | null {
  const row = statement(
    db,
    `SELECT number, given_name, person_id, is_recognised, suggested_id, similarity FROM transcript_speakers
     WHERE transcript_id = ? AND number = ?`,
  ).get(transcriptId, number) as SpeakerRow | undefined;
  return row ?? null;
}

/** Speakers that a person has said something of: a name, who it is, or who it is not. */
export function knownSpeakers(db: SqliteDatabase, transcriptId: number): number[] {
  return statement(
    db,
    `SELECT number FROM transcript_speakers
     WHERE transcript_id = @id AND (given_name IS NOT NULL OR (person_id IS NOT NULL AND is_recognised = 0))
     UNION SELECT number FROM refused_people WHERE transcript_id = @id`,
  )
    .pluck()
    .all({ id: transcriptId }) as number[];
}

export function ensureSpeaker(db: SqliteDatabase, transcriptId: number, number: number): void {
  statement(db, 'INSERT OR IGNORE INTO transcript_speakers (transcript_id, number) VALUES (?, ?)').run(
    transcriptId,
    number,
  );
}

/** Of speakers who say nothing any more only those stay that a person has said something of. */
export function dropSilentSpeakers(db: SqliteDatabase, transcriptId: number): void {
  const stay = new Set([
    ...knownSpeakers(db, transcriptId),
    ...(statement(
      db,
      'SELECT DISTINCT speaker FROM transcript_segments WHERE transcript_id = ? AND speaker IS NOT NULL',
    )
      .pluck()
      .all(transcriptId) as number[]),
  ]);
  const numbers = statement(db, 'SELECT number FROM transcript_speakers WHERE transcript_id = ?')
    .pluck()
    .all(transcriptId) as number[];
  const drop = statement(db, 'DELETE FROM transcript_speakers WHERE transcript_id = ? AND number = ?');
  for (const number of numbers) if (!stay.has(number)) drop.run(transcriptId, number);
}

/** @returns the revision it has from now on */
export function bumpRevision(db: SqliteDatabase, transcriptId: number, now: number): number {
  return statement(
    db,
    'UPDATE transcripts SET revision = revision + 1, updated_at = ? WHERE id = ? RETURNING revision',
  )
    .pluck()
    .get(now, transcriptId) as number;
}
