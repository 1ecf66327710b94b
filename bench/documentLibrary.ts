import { openDatabase } from '@adiuva/native/sqlite';
import { migrate } from '../engine/storage/migrate.ts';
import { type Random, word } from './searchLibrary.ts';

/** A library of that many documents: rows as an ingest leaves them, without what was read of the files. */
export function fillDocumentLibrary(path: string, documents: number, random: Random): void {
  const db = openDatabase(path);
  db.pragma('synchronous = OFF');
  migrate(db, path);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T;
  const bases = ['default', 'work', 'home'];
  const addBase = db.prepare(
    'INSERT INTO knowledge_bases (id, name, folded, created_at) VALUES (?, ?, ?, 1)',
  );
  bases.forEach((name, index) => {
    addBase.run(index + 1, name, name);
  });
  const add = db.prepare(
    `INSERT INTO documents (id, public_id, kb_id, path, status, preset, media_type, title, language, metadata, size,
       mtime_ms, ctime_ms, inode, part_count, chunk_count, missing_since, error_code, error_message, indexed_at)
     VALUES (?, ?, ?, ?, ?, 'default', ?, ?, ?, ?, ?, ?, 1, ?, 3, 9, ?, ?, ?, 1)`,
  );
  const tag = db.prepare('INSERT INTO document_tags (document_id, folded, name) VALUES (?, ?, ?)');
  const types = ['application/pdf', 'text/plain', 'text/markdown', 'message/rfc822', 'image/png', null];
  const words = (count: number) =>
    Array.from({ length: count }, () => word(Math.floor(random() * 20_000))).join(' ');
  db.transaction(() => {
    for (let id = 1; id <= documents; id++) {
      const isFailed = random() < 0.03;
      const folder = `${pick(['reports', 'letters', 'notes', 'projects/old'])}/${Math.floor(random() * 400)}`;
      add.run(
        id,
        `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
        1 + Math.floor(random() * bases.length),
        `/home/someone/${folder}/${words(2).replaceAll(' ', '-')}-${id}.pdf`,
        isFailed ? 'failed' : 'indexed',
        pick(types),
        random() < 0.6 ? words(5) : null,
        pick(['en', 'it', 'pl', 'ko', null]),
        JSON.stringify({ title: words(4), properties: { subject: words(6), producer: words(3) } }),
        Math.floor(random() ** 3 * 1e7),
        1.4e12 + random() * 3e11,
        `${id}@1`,
        random() < 0.01 ? 1 : null,
        isFailed ? 'file_malformed' : null,
        isFailed ? 'This file is damaged.' : null,
      );
      if (random() < 0.3) tag.run(id, 'seen', 'Seen');
    }
  })();
  db.close();
}
