import { memberUnsafe } from './fileErrors.ts';

const maxNameLength = 1_000;

/**
 * A member's name as a path within its container: forward slashes, no control or direction marks.
 *
 * @throws AppError `archive_member_unsafe` for a name that leads outside: absolute, with a drive, with `..`
 */
export function cleanMemberName(name: string): string {
  const path = name.replaceAll('\\', '/').toWellFormed();
  const shown = withoutMarks(path);
  if (/^(?:\/|[a-z]:)/i.test(path) || path.startsWith('//'))
    throw memberUnsafe(shown, 'its name is a path from the root of a disk');
  if (path.split('/').includes('..')) throw memberUnsafe(shown, 'its name leads out of the archive');
  if (path.includes('\0')) throw memberUnsafe(shown, 'its name has a null in it');
  const clean = shown
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .join('/');
  return clean === '' ? 'unnamed' : clean;
}

/** What could make a name look like another: control characters, and marks that turn the direction of writing. */
function withoutMarks(path: string): string {
  const clean = path.replace(/[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '');
  return clean.length > maxNameLength ? `${clean.slice(0, maxNameLength)}…` : clean;
}

/** Tells members of one container apart that have the same name: the second is `a (2).txt`. */
export function createNameKeeper(): (name: string) => string {
  const counts = new Map<string, number>();
  return function keep(name: string): string {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (count === 1) return name;
    const dot = name.lastIndexOf('.');
    const stemEnd = dot > name.lastIndexOf('/') + 1 ? dot : name.length;
    return keep(`${name.slice(0, stemEnd)} (${count})${name.slice(stemEnd)}`);
  };
}
