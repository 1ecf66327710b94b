import type { Block, Box, LineBox } from '@adiuva/contracts';
import type { PixelBox, ReadLine, ReadParagraph, ReadWord } from './textEngine.ts';

/** The text of one picture, ready for its part. */
export interface PageText {
  text: string;
  blocks: Block[];
  lines: LineBox[];
  /** Mean over letters, 0 to 1; 0 for a picture without text. */
  confidence: number;
}

export const noText: PageText = { text: '', blocks: [], lines: [], confidence: 0 };

/** Words under this are guesses; lines of guesses are patterns in a photograph. */
const sureWord = 0.6;
const readableLine = 0.4;
/** Fewer sure letters than this in a whole picture, or so small a share of all: it holds no text. */
const leastSureLetters = 3;
const leastSureShare = 0.4;

export function countLetters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/** Letters in words that were surely read: how much text was found, whatever was made up beside it. */
export function countSureLetters(paragraphs: readonly ReadParagraph[]): number {
  return sumLetters(paragraphs.flat().flatMap(({ words }) => words.filter(isSure)));
}

/** Sure letters to all that were found, 0 to 1. */
export function shareOfSure(paragraphs: readonly ReadParagraph[]): number {
  const all = sumLetters(paragraphs.flat().flatMap(({ words }) => words));
  return all === 0 ? 0 : countSureLetters(paragraphs) / all;
}

/** Mean confidence of words by their letters, 0 to 1. */
export function meanConfidence(paragraphs: readonly ReadParagraph[]): number {
  return confidenceOf(paragraphs.flat().flatMap(({ words }) => words));
}

/**
 * Paragraphs as text with a box a line. What was made up of patterns, dirt and lines is left out; a word that was cut
 * at the end of a line becomes whole.
 *
 * @param toBox from pixels of what was read to fractions of the picture as displayed
 */
export function composePageText(
  paragraphs: readonly ReadParagraph[],
  toBox: (box: PixelBox) => Box,
): PageText {
  const kept = paragraphs.map((lines) => lines.filter(isReadable)).filter((lines) => lines.length > 0);
  const sure = countSureLetters(kept);
  const all = sumLetters(kept.flat().flatMap(({ words }) => words));
  if (sure < leastSureLetters || sure < all * leastSureShare) return noText;
  let text = '';
  const blocks: Block[] = [];
  const lines: LineBox[] = [];
  for (const paragraph of kept) {
    if (text !== '') text += '\n\n';
    const start = text.length;
    for (const [index, line] of paragraph.entries()) {
      const isJoined = index > 0 && /\p{Ll}[-‐]$/u.test(text) && /^\p{Ll}/u.test(line.text);
      if (isJoined) text = text.slice(0, -1);
      else if (index > 0) text += '\n';
      const last = lines.at(-1);
      if (isJoined && last) last.end = text.length;
      const from = text.length;
      text += cleanLine(line.text);
      lines.push({ start: from, end: text.length, box: toBox(line.box) });
    }
    blocks.push({ kind: 'paragraph', start, end: text.length });
  }
  return { text, blocks, lines, confidence: meanConfidence(kept) };
}

function isReadable(line: ReadLine): boolean {
  return countLetters(line.text) > 0 && confidenceOf(line.words) >= readableLine;
}

function isSure(word: ReadWord): boolean {
  return word.confidence >= sureWord;
}

function sumLetters(words: readonly ReadWord[]): number {
  return words.reduce((sum, { text }) => sum + countLetters(text), 0);
}

function confidenceOf(words: readonly ReadWord[]): number {
  let letters = 0;
  let sum = 0;
  for (const { text, confidence } of words) {
    const count = countLetters(text);
    letters += count;
    sum += confidence * count;
  }
  return letters === 0 ? 0 : Math.max(0, Math.min(1, sum / letters));
}

function cleanLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/ {2,}/g, ' ');
}
