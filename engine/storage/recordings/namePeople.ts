import { randomUUID } from 'node:crypto';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import type { GivenName } from '#base';
import { statement } from '../statement.ts';

export interface PersonRow {
  id: number;
  publicId: string;
  name: string;
}

const columns = 'p.id, p.public_id AS publicId, p.name';

/**
 * The person of a name: whose name it is, else the only one of whom it is another spelling, else, where somebody may be
 * added, a new one.
 *
 * @param visible public ids of the people who may be found; null for all
 */
export function findOrAddPerson(
  db: SqliteDatabase,
  args: { name: GivenName; canAdd: boolean; visible: readonly string[] | null; now: number },
): PersonRow | null {
  const { name, visible } = args;
  const found = findPerson(db, name.folded);
  if (found && (visible === null || visible.includes(found.publicId))) return found;
  if (found || !args.canAdd) return null;
  return addPerson(db, { name, now: args.now });
}

export function addPerson(db: SqliteDatabase, args: { name: GivenName; now: number }): PersonRow {
  const { name, folded } = args.name;
  const publicId = randomUUID();
  const { lastInsertRowid } = statement(
    db,
    'INSERT INTO people (public_id, name, folded, created_at) VALUES (?, ?, ?, ?)',
  ).run(publicId, name, folded, args.now);
  return { id: Number(lastInsertRowid), publicId, name };
}

function findPerson(db: SqliteDatabase, folded: string): PersonRow | null {
  const byName = statement(db, `SELECT ${columns} FROM people AS p WHERE p.folded = ?`).get(folded);
  if (byName) return byName as PersonRow;
  const byAlias = statement(
    db,
    `SELECT ${columns} FROM person_aliases AS a JOIN people AS p ON p.id = a.person_id WHERE a.folded = ? LIMIT 2`,
  ).all(folded) as PersonRow[];
  return byAlias.length === 1 ? (byAlias[0] ?? null) : null;
}

/** Somebody who came with the name of a speaker goes with it, where nothing else is known of them. */
export function dropIfUnused(db: SqliteDatabase, personId: number): void {
  statement(
    db,
    `DELETE FROM people WHERE id = @id
       AND NOT EXISTS (SELECT 1 FROM transcript_speakers WHERE person_id = @id OR suggested_id = @id)
       AND NOT EXISTS (SELECT 1 FROM person_aliases WHERE person_id = @id)`,
  ).run({ id: personId });
}
