import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import type { TextRange } from '../../marks.ts';

/** A stretch of a segment's text: a word with its time, or what stands between words. */
export interface Piece extends TextRange {
  /** Index into the segment's words; null between them. */
  word: number | null;
}

/**
 * Where the words stand in the text, in order and without a gap: models write words with and without the spaces around
 * them, and a word that the text does not have where it should be has no place.
 */
export function layWords({ text, words }: Pick<TranscriptSegment, 'text' | 'words'>): Piece[] {
  const pieces: Piece[] = [];
  let position = 0;
  for (const [index, { text: written }] of words.entries()) {
    const word = written.trim();
    const start = word === '' ? -1 : text.indexOf(word, position);
    // Further away it is the same word said again, later.
    if (start < 0 || start - position > farthest) continue;
    if (start > position) pieces.push({ start: position, end: start, word: null });
    position = start + word.length;
    pieces.push({ start, end: position, word: index });
  }
  if (position < text.length) pieces.push({ start: position, end: text.length, word: null });
  return pieces;
}

const farthest = 60;
