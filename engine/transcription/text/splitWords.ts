import type { WhisperPiece } from '@adiuva/native/whisper';
import { decodePieces } from './decodePieces.ts';
import { findMarks } from './removeMarks.ts';
import type { Word } from './word.ts';

/** Scripts that are written without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const hasLetter = /[\p{L}\p{N}]/u;

/**
 * The words of a segment's pieces with their times and confidence. Words are what spaces divide, and in scripts without
 * spaces what the language's own rules divide; punctuation goes with the word it stands at. A word's confidence is the
 * mean probability of its tokens (as in openai/whisper's timing.py); a piece that holds several words is divided among
 * them by length.
 */
export function splitWords(pieces: readonly WhisperPiece[], language: string): Word[] {
  const { text, firstPiece, lastPiece } = decodePieces(pieces);
  const marked = new Uint8Array(text.length);
  for (const { start, end } of findMarks(text)) marked.fill(1, start, end);
  /** How far into its piece a code unit stands, 0 to 1, by the units of that piece that are no space. */
  const shares = sharesOf(text, lastPiece);

  const words: Word[] = [];
  for (const { start, end, glue } of spansOf(text, language)) {
    const units = range(start, end).filter((unit) => marked[unit] === 0);
    const written = units
      .map((unit) => text[unit] ?? '')
      .join('')
      .trim();
    const first = units[0];
    const last = units.at(-1);
    if (written === '' || first === undefined || last === undefined) continue;
    const from = pieces[firstPiece[first] ?? 0];
    const to = pieces[lastPiece[last] ?? 0];
    if (!from || !to) continue;
    const isDivided = firstPiece[first] === lastPiece[first];
    const startMs = isDivided ? at(from, shares.start[first] ?? 0) : from.startMs;
    words.push({
      text: written,
      glue,
      startMs,
      endMs: Math.max(startMs, at(to, shares.end[last] ?? 1)),
      confidence: meanProbability(pieces.slice(firstPiece[first] ?? 0, (lastPiece[last] ?? 0) + 1)),
    });
  }
  return words;
}

function at(piece: WhisperPiece, share: number): number {
  return piece.startMs + (piece.endMs - piece.startMs) * share;
}

function meanProbability(pieces: readonly WhisperPiece[]): number | null {
  const known = pieces.flatMap(({ probability, bytes }) =>
    probability === null || bytes.length === 0 ? [] : [probability],
  );
  if (known.length === 0) return null;
  return Math.min(1, Math.max(0, known.reduce((sum, value) => sum + value, 0) / known.length));
}

function sharesOf(text: string, owners: readonly number[]): { start: number[]; end: number[] } {
  const weigh = (unit: number) => (/\s/u.test(text[unit] ?? '') ? 0 : 1);
  const totals = new Map<number, number>();
  for (const [unit, owner] of owners.entries()) totals.set(owner, (totals.get(owner) ?? 0) + weigh(unit));
  const seen = new Map<number, number>();
  const start: number[] = [];
  const end: number[] = [];
  for (const [unit, owner] of owners.entries()) {
    const total = totals.get(owner) || 1;
    const before = seen.get(owner) ?? 0;
    const after = before + weigh(unit);
    start.push(before / total);
    end.push(after / total);
    seen.set(owner, after);
  }
  return { start, end };
}

interface Span {
  start: number;
  end: number;
  glue: string;
}

function spansOf(text: string, language: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(/\S+/gu)) {
    const start = match.index;
    const inner = unspaced.test(match[0]) ? cut(match[0], language) : [match[0]];
    let position = start;
    for (const [index, part] of inner.entries()) {
      const glue = index > 0 || start === 0 ? '' : ' ';
      const previous = spans.at(-1);
      // What says nothing by itself belongs to the word before it, unless a space stands between.
      if (glue === '' && previous && !hasLetter.test(part)) previous.end = position + part.length;
      else spans.push({ start: position, end: position + part.length, glue });
      position += part.length;
    }
  }
  return spans;
}

function cut(text: string, language: string): string[] {
  const locale = Intl.Segmenter.supportedLocalesOf([language])[0] ?? 'und';
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}
