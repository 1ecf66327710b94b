import { findDocumentType } from '@adiuva/contracts';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import type { Condition } from './condition.ts';

export interface TypeCondition {
  /** About `documents AS d`. */
  readonly document: Condition;
  /** About `chunks AS c`: the file inside the file that it is of. Null where the type is but an ending of file names. */
  readonly member: Condition | null;
}

/** A media type (`application/pdf`), its family (`text/*`), a name of contracts' documentTypes, or a file extension. */
export function typeCondition(given: string): TypeCondition {
  const type = given.trim().toLowerCase();
  const mediaTypes = type.includes('/') ? [type] : findDocumentType(type)?.mediaTypes;
  if (mediaTypes) {
    return {
      document: isOneOf("coalesce(d.media_type, '')", mediaTypes),
      member: isOneOf('c.member_type', mediaTypes),
    };
  }
  const ending = `.${type.replace(/^\./u, '')}`;
  return {
    document: { sql: 'lower(substr(d.path, -length(?))) = ?', values: [ending, ending] },
    member: null,
  };
}

function isOneOf(column: string, mediaTypes: readonly string[]): Condition {
  const families = mediaTypes.filter((type) => type.endsWith('/*')).map((type) => type.slice(0, -1));
  const exact = mediaTypes.filter((type) => !type.endsWith('/*'));
  // `/` is followed by `0`: all that begins with the family lies between the two.
  const within = families.map(() => `(${column} >= ? AND ${column} < ?)`);
  const values = families.flatMap((family) => [family, `${family.slice(0, -1)}0`]);
  if (exact.length > 0) within.push(`${column} IN (SELECT value FROM json_each(?))`);
  return {
    sql: `(${within.join(' OR ')})`,
    values: exact.length > 0 ? [...values, JSON.stringify(exact)] : values,
  };
}

/**
 * A path that is a folder above, or exactly, some of the documents means those; any other is a part of a path.
 *
 * @returns null where there is none
 * @param among what else holds of the documents: only they say whether it is a folder
 */
export function pathCondition(
  db: SqliteDatabase,
  given: string | undefined,
  among: Condition,
): Condition | null {
  const folder = given?.trim().replace(/[/\\]+$/u, '');
  if (!given?.trim() || folder === undefined) return null;
  const under: Condition = {
    sql: '(d.path = ? OR (d.path >= ? AND d.path < ?) OR (d.path >= ? AND d.path < ?))',
    // `/` is followed by `0`, `\\` by `]`: all that begins with the folder lies between.
    values: [folder, `${folder}/`, `${folder}0`, `${folder}\\`, `${folder}]`],
  };
  const isFolder = statement(
    db,
    `SELECT 1 FROM documents AS d WHERE ${under.sql} AND ${among.sql} LIMIT 1`,
  ).get(...under.values, ...among.values);
  return isFolder ? under : { sql: 'instr(lower(d.path), lower(?)) > 0', values: [folder] };
}

/** Whether a type can be asked for: a media type or its family, a name there is, or an ending some document has. */
export function isKnownType(db: SqliteDatabase, type: string): boolean {
  const { document, member } = typeCondition(type);
  if (member !== null) return !type.includes('/') || mediaTypeForm.test(type.trim());
  return (
    statement(db, `SELECT 1 FROM documents AS d WHERE ${document.sql} LIMIT 1`).get(...document.values) !==
    undefined
  );
}

const mediaTypeForm = /^[a-z]+\/(\*|[\w.+-]+)$/iu;
