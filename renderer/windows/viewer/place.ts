import type { Locator } from '@adiuva/contracts';
import type { TextRange } from './marks.ts';

/** What the viewer has to bring into sight; another object is another wish, even for the same place. */
export interface Place {
  /** Which part; the page of a PDF is looked up in its locator. */
  part: number;
  range: TextRange | null;
  /** Known where the place was cited. */
  locator: Locator | null;
}

export function placeOfLocator(locator: Locator): Place {
  const range = locator.end > locator.start ? { start: locator.start, end: locator.end } : null;
  return { part: locator.part, range, locator };
}
