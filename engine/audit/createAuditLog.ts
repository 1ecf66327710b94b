import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditEntry } from '@adiuva/contracts/rpc';
import type { Clock, Log } from '#ports';
import type { Storage } from '#storage';

/** What happened, without who asked and when. */
export type AuditEvent = Pick<AuditEntry, 'kind' | 'action' | 'subject' | 'bytes'>;

export interface AuditLog {
  /** Who asks for what is done inside of `work`. */
  as<T>(caller: string, work: () => T): T;
  /** Returns at once and never throws. `at` where it happened earlier than now. */
  record(event: AuditEvent, at?: number): void;
  /** Newest first, what was recorded a moment ago included. @param page.before the last id of the page before */
  list(page: { kind?: AuditEntry['kind'] | undefined; before: number; limit: number }): Promise<AuditEntry[]>;
  /** Forgets what is older than the settings say. */
  trim(): Promise<void>;
  close(): Promise<void>;
}

const writeEveryMs = 500;
const entriesPerWrite = 500;
/** A disk that refuses for long must not fill the memory; the oldest go. */
const maxWaiting = 5_000;
const trimmedAtOnce = 1_000;
const maxSubject = 400;
/** Who asks for the same forbidden thing again and again is noted once in this time. */
const refusalsEveryMs = 60_000;
const maxRefusals = 500;
const dayMs = 24 * 60 * 60 * 1000;

/** Written in batches behind what happens: nobody waits for it, and nothing fails by it. */
export function createAuditLog(deps: {
  storage: Storage;
  clock: Clock;
  log: Log;
  keepDays(): number;
}): AuditLog {
  const { storage, clock, log } = deps;
  const callers = new AsyncLocalStorage<string>();
  let waiting: Omit<AuditEntry, 'id'>[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const refused = new Map<string, number>();

  function isRepeated(event: AuditEvent, caller: string, now: number): boolean {
    if (event.kind !== 'refused') return false;
    const key = `${caller} ${event.action}`;
    const last = refused.get(key);
    if (last !== undefined && now - last < refusalsEveryMs && now >= last) return true;
    if (refused.size >= maxRefusals) refused.clear();
    refused.set(key, now);
    return false;
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(writeAll);
    return writing;
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const entries = waiting.slice(0, entriesPerWrite);
      waiting = waiting.slice(entriesPerWrite);
      try {
        await storage.write.appendAudit({ entries });
      } catch (error) {
        log.warn('audit.not_written', { entries: entries.length, message: String(error) });
        waiting = [...entries, ...waiting].slice(-maxWaiting);
        return;
      }
    }
  }

  return {
    as: (caller, work) => callers.run(caller, work),
    record({ kind, action, subject, bytes }, at = clock.now()) {
      const caller = callers.getStore() ?? 'local';
      if (isRepeated({ kind, action, subject }, caller, at)) return;
      if (waiting.length >= maxWaiting) waiting.shift();
      waiting.push({
        at,
        caller,
        kind,
        action,
        subject: shortened(subject),
        ...(bytes !== undefined && { bytes }),
      });
      timer ??= setTimeout(() => void flush(), writeEveryMs).unref();
    },
    async list(page) {
      await flush();
      return storage.read.listAudit(page);
    },
    async trim() {
      const before = clock.now() - deps.keepDays() * dayMs;
      while ((await storage.write.trimAudit({ before, limit: trimmedAtOnce })) === trimmedAtOnce);
    },
    close: flush,
  };
}

/** Of a path the end says most. */
function shortened(subject: string): string {
  return subject.length > maxSubject ? `…${subject.slice(1 - maxSubject)}` : subject;
}
