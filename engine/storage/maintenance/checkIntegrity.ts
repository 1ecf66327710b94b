import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { isSqliteError } from '@adiuva/native/sqlite';

/** Looks through the whole database and its keyword index. @returns what is wrong, in words; empty when nothing is */
export function checkIntegrity(db: SqliteDatabase): {
  problems: string[];
  sqlite: string;
  sqliteVec: string;
} {
  const problems = (db.pragma('quick_check(20)', { simple: false }) as { quick_check: string }[])
    .map((row) => row.quick_check)
    .filter((line) => line !== 'ok');
  for (const row of db.pragma('foreign_key_check') as { table: string; parent: string }[]) {
    problems.push(`a row of ${row.table} has lost its ${row.parent}`);
  }
  try {
    db.exec(`INSERT INTO chunk_terms (chunk_terms) VALUES ('integrity-check')`);
  } catch (error) {
    if (!isSqliteError(error)) throw error;
    problems.push(`the keyword index is damaged (${error.message})`);
  }
  const [chunks, terms] = [
    db.prepare('SELECT count(*) FROM chunks').pluck().get() as number,
    db.prepare('SELECT count(*) FROM chunk_terms_docsize').pluck().get() as number,
  ];
  if (chunks !== terms) problems.push(`${chunks} chunks, but ${terms} of them in the keyword index`);
  return {
    problems,
    sqlite: db.prepare('SELECT sqlite_version()').pluck().get() as string,
    sqliteVec: db.prepare('SELECT vec_version()').pluck().get() as string,
  };
}
