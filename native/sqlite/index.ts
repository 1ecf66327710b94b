export { openDatabase, type SqliteDatabase, type SqliteStatement } from './openDatabase.ts';
export { isSqliteError, openLock } from './openLock.ts';
