export interface Mention {
  /** Of the `@`, in UTF-16 code units. */
  start: number;
  /** What stands between it and the caret. */
  query: string;
}

const longest = 60;

/** The @mention that the caret stands in; null where there is none. An `@` within a word (`a@b.example`) begins none. */
export function findMention(text: string, caret: number): Mention | null {
  const before = text.slice(Math.max(0, caret - longest - 1), caret);
  const at = before.lastIndexOf('@');
  if (at < 0 || /[^\s([{"'“‘«]/u.test(before[at - 1] ?? ' ')) return null;
  // More could stand before the slice.
  if (at === 0 && caret > before.length && /\S/.test(text[caret - before.length - 1] ?? ' ')) return null;
  const query = before.slice(at + 1);
  if (/^\s|[\n@]|\s{2}/.test(query)) return null;
  return { start: caret - before.length + at, query };
}

/** The text without a mention, and where the caret stands then. */
export function withoutMention(text: string, { start, query }: Mention): { text: string; caret: number } {
  const before = text.slice(0, start);
  const after = text.slice(start + 1 + query.length);
  const isDouble = /\s$/.test(before) && /^\s/.test(after);
  return { text: before + (isDouble ? after.slice(1) : after), caret: start };
}

/** Case and accents aside. */
export function matches(name: string, query: string): boolean {
  return fold(name).includes(fold(query));
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
