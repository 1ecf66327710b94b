import { AppError } from '@adiuva/wire';

/** The two forms of a name that a person gives: as it is shown, and as it is compared. */
export interface GivenName {
  readonly name: string;
  readonly folded: string;
}

/** Line ends and tabs become spaces; other controls, and marks that make a name read other than it is, go. */
const invisible = /[\p{Cc}\p{Co}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * @param what it is the name of: "A tag"
 * @throws AppError `invalid_input` when nothing is left to read, or more than `longest` characters
 */
export function givenName(given: string, what: string, longest: number): GivenName {
  const name = given
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(invisible, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (name.replace(/\p{Cf}/gu, '') === '')
    throw new AppError('invalid_input', `${what} needs a name that can be read.`);
  if (name.length > longest)
    throw new AppError('invalid_input', `${what}'s name has at most ${longest} characters.`);
  return { name, folded: foldName(name) };
}

/**
 * Upper and lower case, composed and decomposed letters, full and half width are the same name. Upper-casing first
 * brings together what lower-casing alone leaves apart (ß and ss, final sigma).
 */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC');
}
