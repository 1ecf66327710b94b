import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';
import { openDatabase } from '@adiuva/native/sqlite';

/**
 * Everything an index holds, row for row, without what differs between two runs by design: row ids, public ids,
 * times. Paths are relative to `root`.
 */
export function dumpLibrary(home: string, root: string): Record<string, unknown[]> {
  const db = openDatabase(join(home, 'library.db'));
  const models = db.prepare('SELECT id, name FROM embedding_models').all() as { id: number; name: string }[];
  db.exec("CREATE VIRTUAL TABLE temp.term_rows USING fts5vocab('main', 'chunk_terms', 'instance')");
  const short = (value: unknown) => createHash('sha1').update(String(value)).digest('hex').slice(0, 12);
  const rows = (sql: string) => db.prepare(sql).all() as Record<string, unknown>[];
  const relativePath = (row: Record<string, unknown>) => ({ ...row, path: relative(root, String(row.path)) });
  const dump = {
    documents: rows(
      `SELECT path, status, preset, media_type, title, author, language, metadata, warnings, size, content_hash, part_count,
         chunk_count, error_code FROM documents ORDER BY path`,
    ).map(relativePath),
    parts: rows(
      'SELECT d.path, p.ordinal, p.text, p.layout FROM parts p JOIN documents d ON d.id = p.document_id ORDER BY d.path, p.ordinal',
    ).map((row) => relativePath({ ...row, text: short(row.text), layout: short(row.layout) })),
    chunks: rows(
      `SELECT d.path, c.ordinal, c.part_ordinal, c.start_offset, c.end_offset, c.token_count, hex(c.text_hash) AS hash, c.text,
         c.locator, l.length FROM chunks c JOIN documents d ON d.id = c.document_id
         LEFT JOIN chunk_lengths l ON l.chunk_id = c.id ORDER BY d.path, c.ordinal`,
    ).map((row) => relativePath({ ...row, text: short(row.text), locator: short(row.locator) })),
    terms: rows(
      `SELECT d.path, c.ordinal, count(*) AS n, group_concat(t.term || ':' || t.offset, ' ' ORDER BY t.term, t.offset) AS terms
       FROM temp.term_rows t JOIN chunks c ON c.id = t.doc JOIN documents d ON d.id = c.document_id
       GROUP BY c.id ORDER BY d.path, c.ordinal`,
    ).map((row) => relativePath({ ...row, terms: short(row.terms) })),
    vectors: models.flatMap(({ id, name }) =>
      rows(
        `SELECT '${name}' AS model, hex(text_hash) AS hash, scale, hex(quantised) AS vector FROM vectors_${id} ORDER BY text_hash`,
      ).map((row) => ({ ...row, vector: short(row.vector) })),
    ),
    leftovers: [
      ...rows(
        `SELECT kind, subject, state, error_code FROM jobs WHERE state IN ('queued', 'running', 'dead')`,
      ),
      ...rows('SELECT job_id, step FROM job_steps'),
      ...rows('SELECT chunk_id FROM chunk_lengths WHERE chunk_id NOT IN (SELECT id FROM chunks)'),
    ],
  };
  db.close();
  return dump;
}
