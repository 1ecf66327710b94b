import type { SqliteDatabase, SqliteStatement } from '@adiuva/native/sqlite';

/** The statements a connection has prepared, so that a query costs its run and not its parsing. */
const prepared = new WeakMap<SqliteDatabase, Map<string, SqliteStatement>>();

export function statement(database: SqliteDatabase, sql: string): SqliteStatement {
  let statements = prepared.get(database);
  if (!statements) {
    statements = new Map();
    prepared.set(database, statements);
  }
  let found = statements.get(sql);
  if (!found) {
    found = database.prepare(sql);
    statements.set(sql, found);
  }
  return found;
}
