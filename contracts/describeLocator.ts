import type { Locator } from './locator.ts';

/**
 * Where a locator points, in words: `page 3`, `Budget › Travel`, `mail.eml › q3.pdf › page 4`. Empty for a whole text.
 *
 * @param title shown beside it: a first heading that says the same is left out
 */
export function describeLocator(locator: Locator, title: string | null = null): string {
  const within = locator.within?.map((step) => step.name) ?? [];
  return [...within, ...place(locator, title)].filter((word) => word !== '').join(' › ');
}

function place(locator: Locator, title: string | null): string[] {
  const below = (headings: readonly string[]) => (headings[0] === title ? headings.slice(1) : headings);
  const table = 'cells' in locator && locator.cells ? [`cells ${locator.cells}`] : [];
  switch (locator.kind) {
    case 'page':
      return [`page ${locator.page}`, ...below(locator.headingPath ?? []), ...table];
    case 'text':
      return [...below(locator.headingPath), ...table];
    case 'slide':
      return [`slide ${locator.slide}`, ...table];
    case 'cells':
      return [locator.sheet, locator.cells];
    case 'message':
      return [locator.section === 'headers' ? 'headers' : '', ...table];
    case 'time':
      return [clock(locator.startMs), locator.speaker ?? ''];
    case 'region':
      return [locator.page === undefined ? 'picture' : `picture ${locator.page}`];
  }
}

/** `7:05`, and `1:07:05` from an hour on. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const pad = (value: number) => String(value).padStart(2, '0');
  const rest = `${pad(minutes)}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
