import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { isLive } from '../search/conditions.ts';
import { foldedNames, inKnowledgeBases } from '../search/namedBases.ts';
import { statement } from '../statement.ts';

export interface PersonRecord {
  /** Public. */
  id: string;
  name: string;
  aliases: string[];
  /** Of speech that the voice is known by. */
  voiceMs: number;
  /** That the caller may read. */
  recordings: number;
}

/** Whose documents count: names of knowledge bases, null for all. */
interface Grants {
  knowledgeBases: readonly string[] | null;
}

/** The transcripts of contents that a caller may read. */
function readable({ knowledgeBases }: Grants): { sql: string; values: string[] } {
  const own = knowledgeBases === null ? 'TRUE' : inKnowledgeBases;
  return {
    sql: `SELECT t.id FROM transcripts AS t WHERE EXISTS (SELECT 1 FROM documents AS d
      WHERE d.content_hash = t.content_hash AND d.missing_since IS NULL AND ${isLive.sql} AND ${own})`,
    values: knowledgeBases === null ? [] : [foldedNames(knowledgeBases)],
  };
}

/** By name. Whoever may not read everything meets those that speak where they may read, and what is known from there. */
export function listPeople(
  db: SqliteDatabase,
  grants: Grants,
  { id = null }: { id?: string | null } = {},
): PersonRecord[] {
  const { sql, values } = readable(grants);
  const rows = statement(
    db,
    `WITH readable AS MATERIALIZED (${sql})
     SELECT p.public_id AS id, p.name,
       (SELECT json_group_array(a.name) FROM (SELECT name FROM person_aliases WHERE person_id = p.id ORDER BY folded) AS a)
         AS aliases,
       (SELECT count(DISTINCT s.transcript_id) FROM transcript_speakers AS s
        WHERE s.person_id = p.id AND s.transcript_id IN readable) AS recordings,
       (SELECT coalesce(sum(v.speech_ms), 0) FROM transcript_speakers AS s
          JOIN speaker_voices AS v ON v.transcript_id = s.transcript_id AND v.number = s.number
        WHERE s.person_id = p.id AND s.is_recognised = 0 AND (? OR s.transcript_id IN readable)) AS voiceMs
     FROM people AS p WHERE ? IS NULL OR p.public_id = ? ORDER BY p.folded`,
  ).all(...values, grants.knowledgeBases === null ? 1 : 0, id, id) as (Omit<PersonRecord, 'aliases'> & {
    aliases: string;
  })[];
  return rows
    .filter(({ recordings }) => grants.knowledgeBases === null || recordings > 0)
    .map((row) => ({ ...row, aliases: JSON.parse(row.aliases) as string[] }));
}

export interface SpeaksIn {
  documentId: string;
  title: string;
  speaker: number;
  speechMs: number;
}

/** Where somebody speaks: a row a document and speaker, by title. */
export function readSpeaksIn(
  db: SqliteDatabase,
  { id, knowledgeBases }: Grants & { id: string },
): SpeaksIn[] {
  const own = knowledgeBases === null ? 'TRUE' : inKnowledgeBases;
  return statement(
    db,
    `SELECT d.public_id AS documentId, d.display_name AS title, s.number AS speaker,
       (SELECT coalesce(sum(iif(coalesce(g.edited, g.text) = '', 0, g.end_ms - g.start_ms)), 0)
        FROM transcript_segments AS g WHERE g.transcript_id = t.id AND g.speaker = s.number) AS speechMs
     FROM people AS p JOIN transcript_speakers AS s ON s.person_id = p.id JOIN transcripts AS t ON t.id = s.transcript_id
       JOIN documents AS d ON d.content_hash = t.content_hash
     WHERE p.public_id = ? AND d.missing_since IS NULL AND ${isLive.sql} AND ${own}
     ORDER BY d.display_name, d.id, s.number`,
  ).all(id, ...(knowledgeBases === null ? [] : [foldedNames(knowledgeBases)])) as SpeaksIn[];
}
