import { posix } from 'node:path';

/** The entry of the package that a reference in another entry means; undefined for what lies outside of it. */
export function resolveEntry(from: string, reference: string): string | undefined {
  const path = reference.replace(/[?#].*$/s, '').trim();
  if (path === '' || /^[a-z][a-z\d+.-]*:/i.test(path) || path.startsWith('//')) return undefined;
  const joined = posix.normalize(posix.join('/', posix.dirname(from), decoded(path)));
  return joined.slice(1);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
