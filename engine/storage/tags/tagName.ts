import { type GivenName, givenName } from '#base';

/** A tag's two forms: as it is shown, and as it is compared. */
export type TagName = GivenName;

const longest = 100;

/** @throws AppError `invalid_input` when nothing is left to read, or too much */
export function tagName(given: string): TagName {
  return givenName(given, 'A tag', longest);
}
