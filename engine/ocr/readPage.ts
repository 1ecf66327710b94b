import { type Bitmap, rotateBitmap } from '@adiuva/native/images';
import type { Drawable } from '#extraction';
import { toFractions } from './boxes.ts';
import {
  composePageText,
  countSureLetters,
  meanConfidence,
  noText,
  type PageText,
  shareOfSure,
} from './pageText.ts';
import type { Reading, ReadParagraph, TextEngine } from './textEngine.ts';

/** Letters of print are read best when a line of them is some 30 pixels high; 3 times a screen's is about that. */
const mostEnlarged = 3;
/** Pixels of the longer side: A4 at 220 dots per inch. At 300 it takes half as long again and no word more is right. */
const pageSize = 2600;
const largestSize = 6000;
/** Lines lower than this, in pixels, are read again in a larger drawing. */
const lowLine = 16;
const goodLine = 32;
/** Under this mean confidence something is wrong: the picture stands on its side, it is skewed, or no text at all. */
const doubtful = 0.75;
const trialSize = 1400;
/** A line of print is no lower; icons and the dots that count readers of mails are. */
const leastPixels = 24;
/** Degrees; from about here lines are lost, though what is read is read surely. */
const leastSkew = 0.7;
const mostSkew = 30;

export interface ReadPageOptions {
  /** Read together. */
  languages: readonly string[];
  /** Whether there is time for another look; asked before each but the first. */
  hasTime(): boolean;
  /** Look whether it lies on its side, stands on its head or is skewed, where little was surely read. */
  turns: boolean;
}

export interface PageReading {
  text: PageText;
  /** Sure letters to all that were found, those counted that were left out of the text as made up; 0 to 1. */
  certainty: number;
  /** Nothing on it looks like lines of text, in whatever language. */
  isBlank: boolean;
}

/** One look at a picture: how it was drawn, and what was found. */
interface Look extends Reading {
  bitmap: Bitmap;
  /** Degrees clockwise that it was turned for reading. */
  degrees: number;
}

/**
 * Reads the text of a page or picture: enlarged where its letters are small, turned where it lies on its side or
 * upside down, straightened where it is skewed. Boxes are those of the page as displayed.
 */
export async function readPage(
  drawable: Drawable,
  page: number,
  engine: TextEngine,
  options: ReadPageOptions,
): Promise<PageReading> {
  const { hasTime, turns } = options;
  const read = (bitmap: Bitmap): Reading => engine.read(bitmap, options.languages);
  const draw = (maxSize: number, enlarge: number) => drawable.draw(page, { maxSize, enlarge, grey: true });

  const first = await draw(pageSize, mostEnlarged);
  if (Math.min(first.width, first.height) < leastPixels) return { text: noText, certainty: 0, isBlank: true };
  let look: Look = { bitmap: first, degrees: 0, ...read(first) };
  if (look.paragraphs.length === 0) {
    // What is large already, or skewed, can pass for a drawing when it is enlarged.
    const small = await draw(trialSize, 1);
    if (small.width < first.width) look = { bitmap: small, degrees: 0, ...read(small) };
  }
  if (look.paragraphs.length === 0) return { text: noText, certainty: 0, isBlank: true };
  const height = lineHeight(look.paragraphs);
  if (height > 0 && height < lowLine && hasTime()) {
    const factor = Math.min(2, goodLine / height);
    const longer = Math.max(first.width, first.height);
    const larger = await draw(Math.min(largestSize, Math.round(longer * factor)), mostEnlarged * factor);
    look = better(look, { bitmap: larger, degrees: 0, ...read(larger) });
  }
  if (turns && meanConfidence(look.paragraphs) < doubtful && hasTime())
    look = await upright(look, read, () => draw(trialSize, 1));
  if (isSkewed(look) && hasTime()) look = await straightened(look, read);
  const { bitmap, degrees, paragraphs } = look;
  const text = composePageText(paragraphs, (box) => toFractions(box, bitmap, degrees));
  return { text, certainty: shareOfSure(paragraphs), isBlank: false };
}

/** Tries the three other ways up on a small drawing, and reads the winner in full. */
async function upright(
  look: Look,
  read: (bitmap: Bitmap) => Reading,
  drawSmall: () => Promise<Bitmap>,
): Promise<Look> {
  const small = await drawSmall();
  let best = { degrees: 0, letters: countSureLetters(read(small).paragraphs) };
  const found = best.letters;
  for (const degrees of [90, 270, 180]) {
    const letters = countSureLetters(read(await rotateBitmap(small, degrees)).paragraphs);
    if (letters > best.letters) best = { degrees, letters };
  }
  if (best.degrees === 0 || best.letters < found * 2 + 8) return look;
  const bitmap = await rotateBitmap(look.bitmap, best.degrees);
  return better(look, { bitmap, degrees: best.degrees, ...read(bitmap) });
}

function isSkewed({ slope, paragraphs }: Look): boolean {
  return Math.abs(slope) >= leastSkew && Math.abs(slope) <= mostSkew && countSureLetters(paragraphs) > 0;
}

async function straightened(look: Look, read: (bitmap: Bitmap) => Reading): Promise<Look> {
  const bitmap = await rotateBitmap(look.bitmap, look.slope);
  return better(look, { bitmap, degrees: look.degrees + look.slope, ...read(bitmap) });
}

function better(one: Look, other: Look): Look {
  return score(other) > score(one) ? other : one;
}

function score({ paragraphs }: Look): number {
  return countSureLetters(paragraphs) * meanConfidence(paragraphs);
}

/** The median line's, pixels; 0 where there are none. */
function lineHeight(paragraphs: readonly ReadParagraph[]): number {
  const heights = paragraphs
    .flat()
    .map(({ box }) => box.bottom - box.top)
    .sort((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)] ?? 0;
}
