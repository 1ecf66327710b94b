import type { Locator } from '@adiuva/contracts';

/** How a language names the places that a locator can point to. */
export interface PlaceWords {
  page(page: number): string;
  slide(slide: number): string;
  cells(cells: string): string;
  headers: string;
  /** `null` where the file is one picture. */
  picture(number: number | null): string;
  clock(ms: number): string;
}

/**
 * Where a locator points: `page 3`, `Budget › Travel`, `mail.eml › q3.pdf › page 4`. Empty for a whole text.
 *
 * @param title shown beside it: a first heading that says the same is left out
 */
export function placeWords(words: PlaceWords, locator: Locator, title: string | null = null): string {
  const within = locator.within?.map(({ name }) => name) ?? [];
  return [...within, ...steps(words, locator, title)].filter((step) => step !== '').join(' › ');
}

function steps(words: PlaceWords, locator: Locator, title: string | null): string[] {
  const below = (headings: readonly string[]) => (headings[0] === title ? headings.slice(1) : headings);
  const table = 'cells' in locator && locator.cells ? [words.cells(locator.cells)] : [];
  switch (locator.kind) {
    case 'page':
      return [words.page(locator.page), ...below(locator.headingPath ?? []), ...table];
    case 'text':
      return [...below(locator.headingPath), ...table];
    case 'slide':
      return [words.slide(locator.slide), ...table];
    case 'cells':
      return [locator.sheet, locator.cells];
    case 'message':
      return [locator.section === 'headers' ? words.headers : '', ...table];
    case 'time':
      return [words.clock(locator.startMs), locator.speaker ?? ''];
    case 'region':
      return [words.picture(locator.page ?? null)];
  }
}
