import { AppError } from '#base';

/** Controls, and marks that make a name read other than it is. */
const invisible = /[\p{Cc}\p{Co}\p{Cs}\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** The first question on one line, cut at a word. */
export function titleOf(question: string): string {
  const line = onOneLine(question);
  if (line.length <= 80) return line || '…';
  const cut = line.slice(0, 80);
  const word = cut.lastIndexOf(' ');
  return `${cut
    .slice(0, word > 40 ? word : 79)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
}

/** @throws AppError `invalid_input` where nothing is left to read */
export function readTitle(given: string): string {
  const title = onOneLine(given);
  if (title === '') throw new AppError('invalid_input', 'A conversation needs a title that can be read.');
  return title;
}

/** Of a copy: `Lease (2)`, then `Lease (3)`. */
export function titleOfCopy(title: string): string {
  const [, base = title, number = '1'] = /^(.*\S) \((\d{1,4})\)$/su.exec(title) ?? [];
  return `${base} (${Number(number) + 1})`;
}

function onOneLine(text: string): string {
  return text.toWellFormed().replace(/\s+/gu, ' ').replace(invisible, '').replace(/\s+/gu, ' ').trim();
}
