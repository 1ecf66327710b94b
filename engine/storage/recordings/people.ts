import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError, type GivenName } from '#base';
import { statement } from '../statement.ts';
import { addPerson, type PersonRow } from './namePeople.ts';
import { eraseVoices } from './voices.ts';

/** Contents whose transcripts show something else from now on: what was made of them for search is made anew. */
export interface ChangedContents {
  contentHashes: string[];
}

interface PersonAt {
  /** Public id. */
  id: string;
  now: number;
}

/** Another name, in every transcript too. @throws AppError `not_found`; `conflict` when somebody else has it */
export function renamePerson(
  db: SqliteDatabase,
  { id, name, now }: PersonAt & { name: GivenName },
): ChangedContents {
  const person = requirePerson(db, id);
  requireFree(db, name, person.id);
  if (name.name === person.name) return { contentHashes: [] };
  statement(db, 'UPDATE people SET name = ?, folded = ? WHERE id = ?').run(name.name, name.folded, person.id);
  statement(db, 'DELETE FROM person_aliases WHERE person_id = ? AND folded = ?').run(person.id, name.folded);
  return { contentHashes: touch(db, person.id, now) };
}

/** In the place of those there were; one that is the name itself is left out. @throws AppError `not_found` */
export function setAliases(
  db: SqliteDatabase,
  { id, aliases }: { id: string; aliases: readonly GivenName[] },
): void {
  const person = requirePerson(db, id);
  statement(db, 'DELETE FROM person_aliases WHERE person_id = ?').run(person.id);
  addAliases(db, person.id, aliases);
}

/**
 * Makes one person of two: `into`, with what both speak in, are known by and are called.
 *
 * @throws AppError `not_found`, `invalid_input`
 */
export function mergePeople(
  db: SqliteDatabase,
  { from, into, now }: { from: string; into: string; now: number },
): ChangedContents {
  if (from === into) throw new AppError('invalid_input', 'A person cannot be merged with themselves.');
  const gone = requirePerson(db, from);
  const stays = requirePerson(db, into);
  const contentHashes = touch(db, gone.id, now);
  for (const column of ['person_id', 'suggested_id'])
    statement(db, `UPDATE transcript_speakers SET ${column} = ? WHERE ${column} = ?`).run(stays.id, gone.id);
  statement(db, 'UPDATE OR IGNORE refused_people SET person_id = ? WHERE person_id = ?').run(
    stays.id,
    gone.id,
  );
  statement(
    db,
    `DELETE FROM refused_people WHERE person_id = @id AND EXISTS (SELECT 1 FROM transcript_speakers AS s
       WHERE s.transcript_id = refused_people.transcript_id AND s.number = refused_people.number AND s.person_id = @id)`,
  ).run({ id: stays.id });
  const names = statement(
    db,
    `SELECT folded, name FROM person_aliases WHERE person_id = @id UNION ALL SELECT folded, name FROM people WHERE id = @id`,
  ).all({ id: gone.id }) as GivenName[];
  statement(db, 'DELETE FROM people WHERE id = ?').run(gone.id);
  addAliases(db, stays.id, names);
  return { contentHashes };
}

/**
 * Makes two people of one: what was heard in some contents goes to a new one.
 *
 * @throws AppError `not_found` when they speak in none of them; `conflict` when somebody has the name
 */
export function splitPerson(
  db: SqliteDatabase,
  args: PersonAt & { name: GivenName; contentHashes: readonly string[] },
): ChangedContents & { newId: string } {
  const person = requirePerson(db, args.id);
  requireFree(db, args.name, null);
  const added = addPerson(db, { name: args.name, now: args.now });
  const { changes } = statement(
    db,
    `UPDATE transcript_speakers SET person_id = ? WHERE person_id = ? AND transcript_id IN
       (SELECT id FROM transcripts WHERE content_hash IN (SELECT value FROM json_each(?)))`,
  ).run(added.id, person.id, JSON.stringify(args.contentHashes));
  if (changes === 0)
    throw new AppError(
      'not_found',
      `${person.name} speaks in none of these recordings; nothing was changed.`,
    );
  return { newId: added.publicId, contentHashes: touch(db, added.id, args.now) };
}

/**
 * Removes a person with their voice, for good. Transcripts keep the name, each for itself, unless it is to be forgotten.
 *
 * @throws AppError `not_found`; `storage_locked` when another program keeps the voice in the library's log
 */
export function removePerson(
  db: SqliteDatabase,
  { id, forgetName, now }: PersonAt & { forgetName: boolean },
): ChangedContents {
  const person = requirePerson(db, id);
  eraseVoices(db, person.id);
  const changed = touch(db, person.id, now);
  statement(
    db,
    `UPDATE transcript_speakers SET given_name = ?, person_id = NULL, is_recognised = 0 WHERE person_id = ?`,
  ).run(forgetName ? null : person.name, person.id);
  statement(
    db,
    'UPDATE transcript_speakers SET suggested_id = NULL, similarity = NULL WHERE suggested_id = ?',
  ).run(person.id);
  statement(db, 'DELETE FROM people WHERE id = ?').run(person.id);
  return { contentHashes: forgetName ? changed : [] };
}

/**
 * Deletes every voice for good, of people and of speakers nobody has named, and what is asked because of them. Names stay.
 *
 * @throws AppError `storage_locked` when another program keeps them in the library's log
 */
export function forgetVoices(db: SqliteDatabase, _args: Record<never, never>): { voices: number } {
  const voices = eraseVoices(db, null);
  statement(
    db,
    'UPDATE transcript_speakers SET suggested_id = NULL, similarity = NULL WHERE suggested_id IS NOT NULL',
  ).run();
  return { voices };
}

export function requirePerson(db: SqliteDatabase, publicId: string): PersonRow {
  const row = statement(db, 'SELECT id, public_id AS publicId, name FROM people WHERE public_id = ?').get(
    publicId,
  );
  if (!row) throw new AppError('not_found', 'This person is not there any more.');
  return row as PersonRow;
}

function requireFree(db: SqliteDatabase, { name, folded }: GivenName, ownId: number | null): void {
  const other = statement(db, 'SELECT id FROM people WHERE folded = ?').pluck().get(folded);
  if (other !== undefined && other !== ownId)
    throw new AppError(
      'conflict',
      `There is a person named “${name}” already; merge the two if they are one.`,
    );
}

function addAliases(db: SqliteDatabase, personId: number, aliases: readonly GivenName[]): void {
  const insert = statement(
    db,
    `INSERT OR IGNORE INTO person_aliases (person_id, folded, name)
     SELECT id, @folded, @name FROM people WHERE id = @personId AND folded <> @folded`,
  );
  for (const { folded, name } of aliases) insert.run({ personId, folded, name });
}

/** Counts a change of every transcript that they speak in. @returns whose contents */
function touch(db: SqliteDatabase, personId: number, now: number): string[] {
  return statement(
    db,
    `UPDATE transcripts SET revision = revision + 1, updated_at = ?
     WHERE id IN (SELECT transcript_id FROM transcript_speakers WHERE person_id = ?) RETURNING content_hash`,
  )
    .pluck()
    .all(now, personId) as string[];
}
