import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import { bumpRevision, readSpeaker } from './speakerRows.ts';
import { remembersVoices } from './voices.ts';

/** Whom a speaker's voice is like. */
export interface LikeVoice {
  speaker: number;
  /** Public id. */
  personId: string;
  /** -1 to 1. */
  similarity: number;
  /** Taken for them; otherwise it is asked. */
  isRecognised: boolean;
}

/**
 * Writes down whom voices are like. What a person has said of a speaker stays; nobody is taken for two speakers, but asked
 * about. Where voices are no longer remembered nothing is written.
 *
 * @returns whether a name that is shown changed
 */
export function recogniseSpeakers(
  db: SqliteDatabase,
  args: { transcriptId: number; found: readonly LikeVoice[]; now: number },
): { isRenamed: boolean } {
  const { transcriptId, found, now } = args;
  if (!remembersVoices(db)) return { isRenamed: false };
  const write = statement(
    db,
    `UPDATE transcript_speakers SET person_id = @person, is_recognised = @isRecognised, suggested_id = @suggested,
       similarity = @similarity WHERE transcript_id = @transcriptId AND number = @speaker`,
  );
  let isRenamed = false;
  for (const { speaker, personId, similarity, isRecognised } of found) {
    const row = readSpeaker(db, transcriptId, speaker);
    const person = statement(db, 'SELECT id FROM people WHERE public_id = ?').pluck().get(personId) as
      | number
      | undefined;
    if (!row || person === undefined || isDecided(row) || isRefused(db, transcriptId, speaker, person))
      continue;
    const isTaken = isRecognised && !speaksAlready(db, transcriptId, speaker, person);
    const next = isTaken
      ? { person, isRecognised: 1, suggested: null, similarity }
      : { person: row.person_id, isRecognised: row.is_recognised, suggested: person, similarity };
    if (next.person === next.suggested) continue;
    if (next.person === row.person_id && next.suggested === row.suggested_id) continue;
    write.run({ transcriptId, speaker, ...next });
    if (next.person !== row.person_id) isRenamed = true;
  }
  if (isRenamed) bumpRevision(db, transcriptId, now);
  return { isRenamed };
}

function isDecided(row: {
  given_name: string | null;
  person_id: number | null;
  is_recognised: number;
}): boolean {
  return row.given_name !== null || (row.person_id !== null && row.is_recognised === 0);
}

function isRefused(db: SqliteDatabase, transcriptId: number, number: number, personId: number): boolean {
  return (
    statement(
      db,
      'SELECT 1 FROM refused_people WHERE transcript_id = ? AND number = ? AND person_id = ?',
    ).get(transcriptId, number, personId) !== undefined
  );
}

function speaksAlready(db: SqliteDatabase, transcriptId: number, number: number, personId: number): boolean {
  return (
    statement(
      db,
      'SELECT 1 FROM transcript_speakers WHERE transcript_id = ? AND number <> ? AND person_id = ?',
    ).get(transcriptId, number, personId) !== undefined
  );
}
