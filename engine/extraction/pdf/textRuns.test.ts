import { expect, it } from 'vitest';
import type { Glyph } from './pdfParser.ts';
import { joinRuns } from './textRuns.ts';

/** Glyphs on one baseline, as the parser gives them: each with its own box, the letters of a ligature from one origin. */
function draw(
  letters: readonly [text: string, left: number, width: number, isLigaturePart?: true][],
): Glyph[] {
  return letters.map(([text, left, width, isLigaturePart]) => ({
    text,
    left,
    right: left + width,
    top: 0,
    bottom: 12,
    x: left,
    y: 10,
    size: 12,
    isBold: false,
    turns: 0,
    isGenerated: false,
    isLineHyphen: false,
    isLigaturePart: isLigaturePart ?? false,
  }));
}

it('does not take the width of a ligature for the end of a word', () => {
  const glyphs = draw([
    ['f', 0, 4.2],
    ['i', 0, 3.3, true],
    ['r', 7.5, 5],
    ['s', 12.5, 6],
    ['t', 18.5, 5],
    ['o', 30, 7],
    ['f', 37, 4.2],
    ['f', 37, 4.2, true],
    ['i', 37, 3.3, true],
    ['c', 48.7, 6],
    ['e', 54.7, 6],
  ]);
  expect(joinRuns(glyphs).map(({ text }) => text)).toEqual(['first office']);
});

it('still parts a word that ends in a ligature from the next', () => {
  const glyphs = draw([
    ['o', 0, 7],
    ['f', 7, 4],
    ['f', 7, 4, true],
    ['w', 20, 8],
    ['e', 28, 6],
  ]);
  expect(joinRuns(glyphs).map(({ text }) => text)).toEqual(['off we']);
});
