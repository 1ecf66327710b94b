import { resolve } from 'node:path';
import { type FileKind, fileKindSchema } from '@adiuva/contracts/rpc';
import { AppError } from '@adiuva/wire';
import { InvalidArgumentError } from 'commander';

const unitMs = { h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * A moment on the command line, as Unix milliseconds: an ISO date or time, or how long ago (`12h`, `7d`, `2w`,
 * `3m` months, `1y`). A date alone is a whole day of this machine's time zone: `since` takes its beginning, `until`
 * its end.
 */
export function parseMoment(text: string, edge: 'since' | 'until', now: number = Date.now()): number {
  const ago = /^(\d{1,5})([hdwmy])$/i.exec(text.trim());
  if (ago) return before(now, Number(ago[1]), (ago[2] ?? 'd').toLowerCase());
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (date) {
    const [year, month, day] = [Number(date[1]), Number(date[2]) - 1, Number(date[3])];
    const start = new Date(year, month, day);
    if (start.getMonth() === month && start.getDate() === day)
      return edge === 'since' ? start.getTime() : new Date(year, month, day + 1).getTime();
  }
  const exact = /^\d{4}-\d{2}-\d{2}T/.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN;
  if (Number.isNaN(exact))
    throw new InvalidArgumentError('Give a date like 2026-03-31, or how long ago: 12h, 7d, 2w, 3m, 1y.');
  return exact;
}

function before(now: number, count: number, unit: string): number {
  if (unit === 'h' || unit === 'd' || unit === 'w') return now - count * unitMs[unit];
  const date = new Date(now);
  const day = date.getDate();
  date.setDate(1);
  date.setMonth(date.getMonth() - (unit === 'y' ? 12 * count : count));
  // A month back from the 31st is the last day of a shorter month.
  date.setDate(Math.min(day, new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate()));
  return date.getTime();
}

/** A whole number within bounds. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < minimum || value > maximum)
      throw new InvalidArgumentError(`Give a whole number from ${minimum} to ${maximum}.`);
    return value;
  };
}

/** A share, 0 to 1. */
/** `documents,mail`; may be given more than once. */
export function fileKinds(text: string, before: readonly FileKind[] = []): FileKind[] {
  const kinds = text.split(',').map((kind) => fileKindSchema.safeParse(kind.trim().toLowerCase()));
  if (kinds.some(({ success }) => !success))
    throw new InvalidArgumentError(`Give some of ${fileKindSchema.options.join(', ')}.`);
  return [...before, ...kinds.flatMap(({ data }) => data ?? [])];
}

export function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('Give a number from 0 to 1.');
  return value;
}

/**
 * A path on the command line, made absolute. An empty one (a variable that is not set) is not the working folder.
 * @throws AppError `invalid_input`
 */
export function absolutePath(path: string): string {
  if (path === '')
    throw new AppError('invalid_input', 'A path is empty. Give the file or folder that is meant.');
  return resolve(path);
}

/** @throws AppError `invalid_input` when there is not a word in them */
export function requireWords(words: readonly string[], what: 'query' | 'question'): string {
  const text = words.join(' ');
  if (text.trim() === '') throw new AppError('invalid_input', `The ${what} is empty.`);
  return text;
}
