/** Letters that Unicode does not decompose but a reader takes for their base letter. */
const foldedLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ſ: 's',
  ς: 'σ',
};
const foldable = new RegExp(`[${Object.keys(foldedLetters).join('')}]`, 'gu');

/** Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowels and its stretching sign. */
const droppedMarks =
  /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad]|\u200c|\u200d/gu;

/**
 * The form in which texts and queries are compared: compatibility forms, case and diacritics folded (Unicode NFKC
 * and full lower-casing, then the marks dropped). Indic, Thai and Khmer vowel signs stay: there they are letters.
 */
export function foldText(text: string): string {
  if (isPlainAscii(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(droppedMarks, '')
    .normalize('NFC')
    .replace(foldable, (letter) => foldedLetters[letter] ?? letter);
}

function isPlainAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}
