/**
 * A quote as a reader says it: without the sign that its line began with, and a row of a table as its cells. What the
 * document says stays; the quote itself, sign for sign, is in its source.
 */
export function quoteAsRead(quote: string): string {
  const row = /^\s*\|(.*)\|\s*$/s.exec(quote)?.[1];
  if (row !== undefined)
    return row
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '')
      .join(' · ');
  return quote.replace(/^\s*(?:[-*+•]\s+|#{1,6}\s+|>\s+)/, '');
}
