import type { DocumentMetadata } from '@adiuva/contracts';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { foldText } from '../keyword/index.ts';
import { statement } from '../statement.ts';

/** A filter looks for a name or a subject; nobody looks for what comes after this much. */
const longestValue = 1000;
const mostProperties = 100;

/** Writes down what a document says of itself so that filters find it: title, author and its further properties. */
export function writeProperties(db: SqliteDatabase, rowId: number, metadata: DocumentMetadata): void {
  const { title, author, properties } = metadata;
  const insert = statement(
    db,
    'INSERT OR REPLACE INTO document_properties (document_id, name, value) VALUES (?, ?, ?)',
  );
  const all = Object.entries({ ...properties, title, author }).slice(-mostProperties);
  for (const [name, value] of all) {
    if (value === undefined || value === '') continue;
    insert.run(rowId, name.trim().toLowerCase(), foldText(String(value).slice(0, longestValue)));
  }
}
