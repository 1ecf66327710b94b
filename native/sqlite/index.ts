export { openDatabase, type SqliteDatabase, type SqliteStatement } from './openDatabase.ts';
