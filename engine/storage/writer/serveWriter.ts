import { openDatabase, type SqliteDatabase } from '@adiuva/native/sqlite';
import type { Port } from '@adiuva/wire';
import { AppError, toWireError } from '#base';
import { readIndexVersion } from '../library/index.ts';
import { migrate } from '../migrate.ts';
import { guardVoices } from '../recordings/index.ts';
import { toStorageError } from '../storageError.ts';
import { commands } from './commands.ts';
import { leaveNothing, openWishes } from './leaveNothing.ts';
import type { CloseRequest, IndexNews, WriteReply, WriteRequest } from './protocol.ts';

/** A batch is closed after this long, so that the first of its callers does not wait for the last. */
const batchBudgetMs = 40;

/**
 * The one writer. Commands that wait are run in one transaction, each in a savepoint of its own: one flush of
 * the disk serves them all, and a reply is only sent once it is on the disk. `busyTimeoutMs` is how long a lock
 * from outside (a backup tool, somebody's sqlite3) is waited for.
 */
export function serveWriter(port: Port, path: string, busyTimeoutMs = 10_000): void {
  const opened = open(path);
  if ('error' in opened) {
    port.postMessage({ id: 0, error: toWireError(toStorageError(opened.error)) } satisfies WriteReply);
    port.close();
    return;
  }
  const { database } = opened;
  database.pragma(`busy_timeout = ${busyTimeoutMs}`);
  guardVoices(database);
  const waiting: WriteRequest[] = [];
  let isScheduled = false;
  let toldVersion = readIndexVersion(database);

  port.onMessage((message) => {
    const request = message as WriteRequest | CloseRequest;
    if ('close' in request) {
      while (waiting.length > 0) runBatch();
      database.close();
      port.close();
      return;
    }
    waiting.push(request);
    schedule();
  });
  port.postMessage({ id: 0, value: { migratedFrom: opened.from } } satisfies WriteReply);

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      runBatch();
      if (waiting.length > 0) schedule();
    });
  }

  function runBatch(): void {
    const replies: WriteReply[] = [];
    const taken: WriteRequest[] = [];
    /** Who is answered only when what they deleted is in no file. */
    const leavers = new Set<number>();
    try {
      database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      // Locked from outside, full, gone: who waits hears of it, since asking again at once would ask for ever.
      refuse(waiting.splice(0), error);
      return;
    }
    try {
      const end = performance.now() + batchBudgetMs;
      for (
        let request = waiting.shift();
        request;
        request = performance.now() < end ? waiting.shift() : undefined
      ) {
        taken.push(request);
        const wishes = openWishes(database);
        replies.push(runCommand(request));
        if (openWishes(database) > wishes) leavers.add(request.id);
      }
      database.exec('COMMIT');
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK');
      // Nothing of the batch is on the disk: every caller hears it, those that had succeeded too.
      refuse(taken, error);
      return;
    }
    const isLeft = leaveNothing(database);
    for (const reply of replies)
      port.postMessage(isLeft || !leavers.has(reply.id) ? reply : { id: reply.id, error: stillInLog() });
    const indexVersion = readIndexVersion(database);
    if (indexVersion === toldVersion) return;
    toldVersion = indexVersion;
    port.postMessage({ indexVersion } satisfies IndexNews);
  }

  function refuse(requests: readonly WriteRequest[], reason: unknown): void {
    const error = toWireError(toStorageError(reason));
    for (const { id } of requests) port.postMessage({ id, error } satisfies WriteReply);
  }

  function runCommand({ id, command, args }: WriteRequest): WriteReply {
    database.exec('SAVEPOINT command');
    try {
      const run = commands[command] as (db: typeof database, args: unknown) => unknown;
      const value = run(database, args);
      database.exec('RELEASE command');
      return { id, value };
    } catch (error) {
      // A full disk may have ended the whole transaction; then there is no savepoint to go back to.
      if (!database.inTransaction) throw error;
      database.exec('ROLLBACK TO command');
      database.exec('RELEASE command');
      return { id, error: toWireError(toStorageError(error)) };
    }
  }
}

function stillInLog() {
  return toWireError(
    new AppError(
      'storage_locked',
      'It is deleted, but another program that reads the library keeps its log; close that program and ask again.',
    ),
  );
}

function open(path: string): { database: SqliteDatabase; from: number } | { error: unknown } {
  try {
    const database = openDatabase(path);
    return { database, from: migrate(database, path).from };
  } catch (error) {
    return { error };
  }
}
