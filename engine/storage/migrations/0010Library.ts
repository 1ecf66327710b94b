import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { type GivenName, givenName } from '#base';

/** Knowledge bases that are renamed and removed; jobs that know theirs by its number; what scans pass over. */
export const library = `
-- The name as it is compared.
ALTER TABLE knowledge_bases ADD COLUMN folded TEXT NOT NULL DEFAULT '';
-- Since then it is out of sight, and its documents go. The row stays, so that its number is not used again.
ALTER TABLE knowledge_bases ADD COLUMN removed_at INTEGER;
CREATE INDEX knowledge_bases_folded ON knowledge_bases (folded);

-- What was removed from the library although it lies in a watched folder.
CREATE TABLE excluded_paths (
  folder_id INTEGER NOT NULL REFERENCES watched_folders (id) ON DELETE CASCADE,
  path TEXT NOT NULL,
  is_folder INTEGER NOT NULL,
  excluded_at INTEGER NOT NULL,
  PRIMARY KEY (folder_id, path)
) STRICT, WITHOUT ROWID;
`;

const rowsPerPage = 1000;

/** What SQL does not know: names in the form they are compared in. */
export function numberKnowledgeBases(db: SqliteDatabase): void {
  const folded = new Set<string>();
  /** By the name that jobs have written down. */
  const known = new Map<string, number>();
  const rows = db.prepare('SELECT id, name FROM knowledge_bases ORDER BY id').all() as {
    id: number;
    name: string;
  }[];
  const write = db.prepare('UPDATE knowledge_bases SET name = ?, folded = ? WHERE id = ?');
  for (const { id, name } of rows) {
    const given = freeName(name, folded);
    write.run(given.name, given.folded, id);
    known.set(name.toLowerCase(), id);
  }
  // The first job for a knowledge base may wait while there is none yet.
  const insert = db.prepare('INSERT INTO knowledge_bases (name, folded, created_at) VALUES (?, ?, ?)');
  const numberOf = (name: string): number => {
    const id = known.get(name.toLowerCase());
    if (id !== undefined) return id;
    const given = freeName(name, folded);
    const added = Number(insert.run(given.name, given.folded, Date.now()).lastInsertRowid);
    known.set(name.toLowerCase(), added);
    return added;
  };
  const page = db.prepare(
    `SELECT id, payload FROM jobs WHERE kind = 'index-file' AND id > ? ORDER BY id LIMIT ${rowsPerPage}`,
  );
  const update = db.prepare('UPDATE jobs SET key = ?, payload = ? WHERE id = ?');
  for (let last = 0, count = rowsPerPage; count === rowsPerPage; ) {
    const jobs = page.all(last) as { id: number; payload: string }[];
    count = jobs.length;
    for (const { id, payload } of jobs) {
      last = id;
      const { kb, ...rest } = JSON.parse(payload) as { kb: string; path: string };
      const kbId = numberOf(kb);
      update.run(`${kbId}\n${rest.path}`, JSON.stringify({ ...rest, kbId }), id);
    }
  }
}

/** Two names that SQL alone told apart, by accents in another form, are told apart by a number. */
function freeName(name: string, taken: Set<string>): GivenName {
  for (let number = 1; ; number++) {
    const given = readable(number === 1 ? name : `${name} (${number})`);
    if (taken.has(given.folded)) continue;
    taken.add(given.folded);
    return given;
  }
}

function readable(name: string): GivenName {
  try {
    return givenName(name, 'A knowledge base', Number.POSITIVE_INFINITY);
  } catch {
    return givenName(`Untitled ${name.length}`, 'A knowledge base', Number.POSITIVE_INFINITY);
  }
}
