import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError, type GivenName } from '#base';
import { statement } from '../statement.ts';
import { heardAgain } from './lateEdit.ts';
import { dropIfUnused, findOrAddPerson } from './namePeople.ts';
import {
  bumpRevision,
  dropSilentSpeakers,
  ensureSpeaker,
  readSpeaker,
  type SpeakerRow,
} from './speakerRows.ts';
import { dropVoices } from './voices.ts';

interface SpeakerAt {
  transcriptId: number;
  speaker: number;
  now: number;
}

/** Nobody counts so many in one recording; what a caller makes up must not grow without end. */
const mostSpeakers = 1_000;
/** A voice that was taken from so much speech of others is nobody's. */
const strangePart = 0.2;

/**
 * Says whose words segments are; a number that is not there yet is a new speaker.
 *
 * @returns also whose voice went, since it was taken from much that is no longer theirs
 * @throws AppError `conflict` when the segments have been replaced in the meantime; `invalid_input`
 */
export function assignSegments(
  db: SqliteDatabase,
  args: SpeakerAt & { segmentIds: readonly number[] },
): { revision: number; voiceless: number[] } {
  const { transcriptId, speaker, segmentIds, now } = args;
  if (speaker >= mostSpeakers)
    throw new AppError('invalid_input', `A recording has at most ${mostSpeakers} speakers.`);
  const before = speechOf(db, transcriptId);
  const assign = statement(
    db,
    'UPDATE transcript_segments SET speaker = ?, is_assigned = 1 WHERE id = ? AND transcript_id = ?',
  );
  for (const id of segmentIds) if (assign.run(speaker, id, transcriptId).changes === 0) throw heardAgain();
  ensureSpeaker(db, transcriptId, speaker);
  const after = speechOf(db, transcriptId);
  const voiceless = [...before]
    .filter(([number, spokenMs]) => spokenMs - (after.get(number) ?? 0) > spokenMs * strangePart)
    .map(([number]) => number)
    .filter((number) => dropVoices(db, transcriptId, number) > 0 && after.has(number));
  dropSilentSpeakers(db, transcriptId);
  return { revision: bumpRevision(db, transcriptId, now), voiceless };
}

/**
 * Gives a speaker of this recording a name, or takes it away. With `isPerson` it becomes the person of that name, who is
 * added where nobody has it; otherwise the one of `personIds` who has it, if any. Whom the speaker was taken for before is
 * not taken for them again by voice.
 *
 * @throws AppError `not_found`
 */
export function nameSpeaker(
  db: SqliteDatabase,
  args: SpeakerAt & { name: GivenName | null; isPerson: boolean; visible: readonly string[] | null },
): { revision: number; personId: string | null } {
  const { transcriptId, speaker, name, now } = args;
  const row = requireSpeaker(db, transcriptId, speaker);
  const person = name && findOrAddPerson(db, { name, canAdd: args.isPerson, visible: args.visible, now });
  if (row.person_id !== null && row.is_recognised === 1 && row.person_id !== person?.id)
    refuse(db, transcriptId, speaker, row.person_id);
  if (person) accept(db, transcriptId, speaker, person.id);
  statement(
    db,
    `UPDATE transcript_speakers SET given_name = @name, person_id = @person, is_recognised = 0, suggested_id = NULL,
       similarity = NULL WHERE transcript_id = @transcriptId AND number = @speaker`,
  ).run({ transcriptId, speaker, name: name?.name ?? null, person: person?.id ?? null });
  if (row.person_id !== null && row.person_id !== person?.id) dropIfUnused(db, row.person_id);
  dropSilentSpeakers(db, transcriptId);
  return { revision: bumpRevision(db, transcriptId, now), personId: person?.publicId ?? null };
}

/**
 * Answers whether a speaker is whom a voice suggests.
 *
 * @throws AppError `not_found`; `conflict` when nothing is asked any more
 */
export function answerSuggestion(
  db: SqliteDatabase,
  { transcriptId, speaker, isRight, now }: SpeakerAt & { isRight: boolean },
): { revision: number; isRenamed: boolean } {
  const { suggested_id: suggested } = requireSpeaker(db, transcriptId, speaker);
  if (suggested === null)
    throw new AppError('conflict', 'Nobody is suggested for this speaker any more; look at it once more.');
  if (isRight)
    statement(
      db,
      `UPDATE transcript_speakers SET person_id = suggested_id, is_recognised = 0, suggested_id = NULL, similarity = NULL
       WHERE transcript_id = ? AND number = ?`,
    ).run(transcriptId, speaker);
  else {
    refuse(db, transcriptId, speaker, suggested);
    statement(
      db,
      `UPDATE transcript_speakers SET suggested_id = NULL, similarity = NULL
       WHERE transcript_id = ? AND number = ?`,
    ).run(transcriptId, speaker);
  }
  return { revision: bumpRevision(db, transcriptId, now), isRenamed: isRight };
}

/**
 * Makes one speaker of two: `into`, who takes the other's name where it has none of its own.
 *
 * @throws AppError `not_found`, `invalid_input`
 */
export function mergeSpeakers(
  db: SqliteDatabase,
  args: { transcriptId: number; from: number; into: number; now: number },
): { revision: number } {
  const { transcriptId, from, into, now } = args;
  if (from === into) throw new AppError('invalid_input', 'A speaker cannot be merged with itself.');
  const gone = requireSpeaker(db, transcriptId, from);
  const stays = requireSpeaker(db, transcriptId, into);
  statement(
    db,
    'UPDATE transcript_segments SET speaker = @into WHERE transcript_id = @id AND speaker = @from',
  ).run({
    id: transcriptId,
    from,
    into,
  });
  const named = isNamed(stays) || !isNamed(gone) ? stays : gone;
  statement(
    db,
    `UPDATE transcript_speakers SET given_name = ?, person_id = ?, is_recognised = ?, suggested_id = NULL, similarity = NULL
     WHERE transcript_id = ? AND number = ?`,
  ).run(named.given_name, named.person_id, named.is_recognised, transcriptId, into);
  statement(db, 'UPDATE speaker_voices SET number = ? WHERE transcript_id = ? AND number = ?').run(
    into,
    transcriptId,
    from,
  );
  for (const table of ['transcript_speakers', 'refused_people'])
    statement(db, `DELETE FROM ${table} WHERE transcript_id = ? AND number = ?`).run(transcriptId, from);
  if (gone.person_id !== null && gone.person_id !== named.person_id) dropIfUnused(db, gone.person_id);
  return { revision: bumpRevision(db, transcriptId, now) };
}

/**
 * Makes several speakers of one: each group of segments goes to a new one, the rest stays. What the speaker's voice was
 * known by goes, since it was of several.
 *
 * @throws AppError `not_found`; `conflict` when nothing would stay, or the segments have been replaced or assigned
 */
export function splitSpeaker(
  db: SqliteDatabase,
  args: SpeakerAt & { groups: readonly (readonly number[])[] },
): { revision: number; speakers: number[]; isVoiceless: boolean } {
  const { transcriptId, speaker, groups, now } = args;
  requireSpeaker(db, transcriptId, speaker);
  const assign = statement(
    db,
    `UPDATE transcript_segments SET speaker = ?, is_assigned = 1 WHERE id = ? AND transcript_id = ? AND speaker = ?`,
  );
  const speakers: number[] = [];
  let number = highestNumber(db, transcriptId);
  for (const group of groups) {
    number++;
    speakers.push(number);
    ensureSpeaker(db, transcriptId, number);
    for (const id of new Set(group))
      if (assign.run(number, id, transcriptId, speaker).changes === 0) throw heardAgain();
  }
  if (!speechOf(db, transcriptId).has(speaker))
    throw new AppError('conflict', 'Nothing of what this speaker says would be left; choose some of it.');
  const isVoiceless = dropVoices(db, transcriptId, speaker) > 0;
  return { revision: bumpRevision(db, transcriptId, now), speakers, isVoiceless };
}

function requireSpeaker(db: SqliteDatabase, transcriptId: number, number: number): SpeakerRow {
  const row = readSpeaker(db, transcriptId, number);
  if (!row) throw new AppError('not_found', 'This speaker is not in the recording any more.');
  return row;
}

function isNamed({ given_name, person_id, is_recognised }: SpeakerRow): boolean {
  return given_name !== null || (person_id !== null && is_recognised === 0);
}

function refuse(db: SqliteDatabase, transcriptId: number, number: number, personId: number): void {
  statement(
    db,
    'INSERT OR IGNORE INTO refused_people (transcript_id, number, person_id) VALUES (?, ?, ?)',
  ).run(transcriptId, number, personId);
}

function accept(db: SqliteDatabase, transcriptId: number, number: number, personId: number): void {
  statement(db, 'DELETE FROM refused_people WHERE transcript_id = ? AND number = ? AND person_id = ?').run(
    transcriptId,
    number,
    personId,
  );
}

function highestNumber(db: SqliteDatabase, transcriptId: number): number {
  return statement(
    db,
    `SELECT max(n) FROM (SELECT max(number) AS n FROM transcript_speakers WHERE transcript_id = @id
       UNION ALL SELECT max(speaker) FROM transcript_segments WHERE transcript_id = @id)`,
  )
    .pluck()
    .get({ id: transcriptId }) as number;
}

/** Milliseconds by speaker. */
function speechOf(db: SqliteDatabase, transcriptId: number): Map<number, number> {
  const rows = statement(
    db,
    `SELECT speaker, sum(end_ms - start_ms) FROM transcript_segments
     WHERE transcript_id = ? AND speaker IS NOT NULL GROUP BY speaker`,
  )
    .raw()
    .all(transcriptId) as [number, number][];
  return new Map(rows);
}
