import type { TextRange } from './marks.ts';

/** Where a text says something, whatever its case; white space of any kind and length is the same. */
export function findInText(text: string, query: string, most = 1000): TextRange[] {
  const words = query.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const pattern = new RegExp(words.map(asWritten).join('\\s+'), 'giu');
  const found: TextRange[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push({ start: match.index, end: match.index + match[0].length });
    if (found.length >= most) break;
  }
  return found;
}

function asWritten(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
