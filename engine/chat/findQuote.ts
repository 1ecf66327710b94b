import type { Span } from './sentences.ts';

/** A quote that leaves words out may reach this far over the passage, in UTF-16 code units. */
const maxSpan = 800;

/**
 * Where a quote stands in a text. White space, case, typographic quotes, dashes, ligatures, soft hyphens and Markdown's
 * emphasis do not count; every letter and digit does. Parts around an ellipsis must follow each other.
 *
 * @returns the exact stretch of the text, null where the quote is not in it
 */
export function findQuote(text: string, quote: string): Span | null {
  const whole = normalise(text);
  const parts = quote
    .split(/\s*(?:\[?(?:…|\.{3,})\]?)\s*/)
    .map((part) => trimEnds(normalise(part).text))
    .filter((part) => part !== '');
  const [first, ...rest] = parts;
  if (first === undefined) return null;
  for (let from = 0; ; ) {
    const start = whole.text.indexOf(first, from);
    if (start < 0) return null;
    const end = followOn(whole.text, start + first.length, rest);
    if (end !== null && end - start <= maxSpan + first.length) return toSource(whole, start, end);
    from = start + 1;
  }
}

function followOn(text: string, from: number, parts: readonly string[]): number | null {
  let end = from;
  for (const part of parts) {
    const start = text.indexOf(part, end);
    if (start < 0 || start - end > maxSpan) return null;
    end = start + part.length;
  }
  return end;
}

interface Normalised {
  text: string;
  /** For each code unit of `text`, the stretch of the source it came from. */
  starts: number[];
  ends: number[];
}

const quotes = /[\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4]/;
const doubleQuotes = /[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u300c\u300d\u300e\u300f]/;
const dashes = /[\u2010-\u2015\u2212\ufe58\uff0d]/;
/** Nothing a reader sees, or marks that a model leaves out when it copies. */
const dropped = /[\u00ad\u200b-\u200f\u2060\ufeff*_]/;

function normalise(source: string): Normalised {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  const append = (piece: string, start: number, end: number) => {
    text += piece;
    for (let i = 0; i < piece.length; i++) {
      starts.push(start);
      ends.push(end);
    }
  };
  let at = 0;
  for (const character of source) {
    const start = at;
    at += character.length;
    if (/\s/.test(character)) {
      if (text.endsWith(' ')) ends[ends.length - 1] = at;
      else append(' ', start, at);
    } else if (quotes.test(character)) append("'", start, at);
    else if (doubleQuotes.test(character)) append('"', start, at);
    else if (dashes.test(character)) append('-', start, at);
    // A combining mark belongs to the letter before it: é in one character or in two is one letter.
    else if (/\p{M}/u.test(character) && text !== '') composeLast(character, at);
    else if (!dropped.test(character)) append(character.normalize('NFKC').toLowerCase(), start, at);
  }
  return { text, starts, ends };

  function composeLast(mark: string, end: number): void {
    const composed = (text.slice(-1) + mark).normalize('NFC');
    if (composed.length === 1) {
      text = text.slice(0, -1) + composed;
      ends[ends.length - 1] = end;
    } else append(mark, end - mark.length, end);
  }
}

/** What stands around the words is often the model's own: a full stop, quotes within quotes. */
function trimEnds(part: string): string {
  return part.replace(/^[\s"'.,;:]+|[\s"'.,;:]+$/g, '');
}

function toSource({ starts, ends }: Normalised, start: number, end: number): Span {
  return { start: starts[start] ?? 0, end: ends[end - 1] ?? 0 };
}
