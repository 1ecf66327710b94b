import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { analyze, createTermReader, foldText } from '../keyword/index.ts';
import { isLive } from '../search/conditions.ts';
import { foldedNames, inKnowledgeBases } from '../search/namedBases.ts';
import { statement } from '../statement.ts';

export interface NamedIn {
  documentId: string;
  title: string;
  path: string;
}

/**
 * Chunks in which the words of a name follow one another, as the keyword index knows words; newest first.
 *
 * @param limit of a name that stands everywhere not every place is of use
 */
export function findPhrase(db: SqliteDatabase, { name, limit }: { name: string; limit: number }): number[] {
  const terms = analyze(name, { purpose: 'query' });
  if (terms.length === 0) return [];
  return createTermReader(db).phraseChunks(terms, 0, Number.MAX_SAFE_INTEGER).slice(-limit).reverse();
}

/**
 * Documents in one of these chunks of which a name stands word for word, as far as the caller may read them. Recordings in
 * which the person speaks are left out: there the name only says who speaks.
 *
 * @param person public id
 */
export function readNamedIn(
  db: SqliteDatabase,
  args: {
    chunks: readonly number[];
    name: string;
    person: string;
    knowledgeBases: readonly string[] | null;
  },
): NamedIn[] {
  const found = new Map<string, NamedIn>();
  for (const { documentId, title, path, text } of readChunks(db, args))
    if (!found.has(documentId) && standsIn(text, args.name))
      found.set(documentId, { documentId, title, path });
  return [...found.values()];
}

interface ChunkRow extends NamedIn {
  text: string;
}

function readChunks(
  db: SqliteDatabase,
  args: { chunks: readonly number[]; person: string; knowledgeBases: readonly string[] | null },
): ChunkRow[] {
  const { chunks, person, knowledgeBases } = args;
  const own = knowledgeBases === null ? 'TRUE' : inKnowledgeBases;
  return statement(
    db,
    `SELECT d.public_id AS documentId, d.display_name AS title, d.path, c.text
     FROM json_each(?) AS wanted CROSS JOIN chunks AS c ON c.id = wanted.value
       CROSS JOIN documents AS d ON d.id = c.document_id
     WHERE d.status = 'indexed' AND d.missing_since IS NULL AND ${isLive.sql} AND ${own}
       AND NOT EXISTS (SELECT 1 FROM people AS p JOIN transcript_speakers AS s ON s.person_id = p.id
         JOIN transcripts AS t ON t.id = s.transcript_id WHERE p.public_id = ? AND t.content_hash = d.content_hash)
     ORDER BY wanted.key`,
  ).all(
    JSON.stringify(chunks),
    ...(knowledgeBases === null ? [] : [foldedNames(knowledgeBases)]),
    person,
  ) as ChunkRow[];
}

const letter = /[\p{L}\p{N}\p{M}]/u;
/** Their words have no edges to look for. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The index knows words without their endings; here the name has to stand as it is, case and accents aside. */
function standsIn(text: string, name: string): boolean {
  const [within, wanted] = [spaced(text), spaced(name)];
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at + 1)) {
    const before = [...within.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
    const after = [...within.slice(at + wanted.length, at + wanted.length + 2)][0] ?? '';
    const isEdge = (outside: string, inside: string) =>
      !letter.test(outside) || unspaced.test(outside) || unspaced.test(inside);
    if (isEdge(before, wanted[0] ?? '') && isEdge(after, wanted.at(-1) ?? '')) return true;
  }
  return false;
}

function spaced(text: string): string {
  return foldText(text).replace(/\s+/gu, ' ');
}
