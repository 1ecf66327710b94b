import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log, LogFields } from '@adiuva/engine/ports';

const maxBytes = 5 * 1024 * 1024;
const keptFiles = 3;

/**
 * JSON lines in `logs/adiuva.log`, rotated by size. A log that cannot be written never stops what it tells of.
 * Writes are synchronous: there are few, and the last ones before a crash are those that matter.
 */
export function createFileLog(home: string, now: () => number = Date.now): Log {
  const folder = join(home, 'logs');
  const file = join(folder, 'adiuva.log');
  let size: number | undefined;

  function write(level: 'info' | 'warn' | 'error', event: string, fields: LogFields = {}): void {
    const line = `${JSON.stringify({ time: new Date(now()).toISOString(), level, event, process: process.pid, ...fields })}\n`;
    try {
      if (size === undefined) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      }
      if (size > maxBytes) {
        rotate(file);
        size = 0;
      }
      appendFileSync(file, line, { mode: 0o600 });
      size += Buffer.byteLength(line);
    } catch {
      size = undefined;
    }
  }

  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}

function rotate(file: string): void {
  for (let age = keptFiles - 1; age >= 0; age--) {
    const from = age === 0 ? file : `${file}.${age}`;
    if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${age + 1}`);
  }
}
