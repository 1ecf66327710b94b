import { AppError } from '#base';

/** A tag's two forms: as it is shown, and as it is compared. */
export interface TagName {
  readonly name: string;
  readonly folded: string;
}

const longest = 100;
/** Line ends and tabs become spaces; other controls, and marks that make a name read other than it is, go. */
const invisible = /[\p{Cc}\p{Co}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * Upper and lower case, composed and decomposed letters, full and half width are the same tag. Upper-casing first
 * brings together what lower-casing alone leaves apart (ß and ss, final sigma).
 *
 * @throws AppError `invalid_input` when nothing is left to read, or too much
 */
export function tagName(given: string): TagName {
  const name = given
    .toWellFormed()
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(invisible, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (name.replace(/\p{Cf}/gu, '') === '')
    throw new AppError('invalid_input', 'A tag needs a name that can be read.');
  if (name.length > longest)
    throw new AppError('invalid_input', `A tag's name has at most ${longest} characters.`);
  return { name, folded: foldTag(name) };
}

function foldTag(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC');
}
