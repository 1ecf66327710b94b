import { expect, it } from 'vitest';
import { createGlyphTable } from '../pdfium/glyphTable.ts';
import { type GlyphTable, glyphFlags } from '../pdfParser.ts';
import { createRunJoiner } from './textRuns.ts';

/** Glyphs on one baseline, as the parser gives them: each with its own box, the letters of a ligature from one origin. */
function draw(
  letters: readonly [text: string, left: number, width: number, isLigaturePart?: true][],
): GlyphTable {
  const table = createGlyphTable(letters.length);
  table.styles.push({ size: 12, isBold: false, angle: 0 });
  for (const [at, [text, left, width, isLigaturePart]] of letters.entries()) {
    table.codes[at] = text.codePointAt(0) ?? 0;
    table.left[at] = left;
    table.x[at] = left;
    table.right[at] = left + width;
    table.bottom[at] = 12;
    table.y[at] = 10;
    table.flags[at] = isLigaturePart ? glyphFlags.ligaturePart : 0;
  }
  table.count = letters.length;
  return table;
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
  expect(createRunJoiner()(glyphs).map(({ text }) => text)).toEqual(['first office']);
});

it('still parts a word that ends in a ligature from the next', () => {
  const glyphs = draw([
    ['o', 0, 7],
    ['f', 7, 4],
    ['f', 7, 4, true],
    ['w', 20, 8],
    ['e', 28, 6],
  ]);
  expect(createRunJoiner()(glyphs).map(({ text }) => text)).toEqual(['off we']);
});

it('takes letters that are set wide apart for the words they spell', () => {
  const spell = (word: string, from: number) =>
    [...word].map((text, at): [string, number, number] => [text, from + at * 11, 7]);
  const glyphs = draw([...spell('CHAPTER', 0), ...spell('ONE', 81)]);
  expect(createRunJoiner()(glyphs).map(({ text }) => text)).toEqual(['CHAPTER ONE']);
});
