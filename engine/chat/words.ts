import { allStopWords, stopWordsByLanguage } from './stopWords.ts';

export interface Word {
  /** Folded: no case, no accents, Korean particles off. */
  readonly key: string;
  /** As written. */
  readonly raw: string;
  /** UTF-16 code units into the text. */
  readonly start: number;
}

/** A code (`E3`, `VT118`), a number with its marks, or letters. */
const wordPattern = /(?<!\p{L})\p{Script=Latin}{1,6}\p{N}+|\p{N}+(?:[.,:/]\p{N}+)*|[\p{L}\p{M}]+/gu;
const needsDictionary = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The words of a text in order. Scripts without spaces are cut by the platform's dictionary. */
export function readWords(text: string): Word[] {
  const words: Word[] = [];
  for (const match of text.matchAll(wordPattern)) {
    const raw = match[0];
    if (!needsDictionary.test(raw)) {
      words.push({ key: foldWord(raw), raw, start: match.index });
      continue;
    }
    const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });
    for (const { segment, index, isWordLike } of segmenter.segment(raw)) {
      if (isWordLike) words.push({ key: foldWord(segment), raw: segment, start: match.index + index });
    }
  }
  return words;
}

/** Longest first, so that `에서` goes before `에`. */
const koreanEndings =
  /(?:으로부터|에서부터|이라는|이었다|입니다|입니까|인가요|이라고|에게서|에서는|으로는|까지는|에서|에게|으로|까지|부터|처럼|보다|이나|이란|라는|라고|하고|이다|은|는|이|가|을|를|의|에|로|와|과|도|만)$/;

export function foldWord(raw: string): string {
  const folded = raw
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/ł/g, 'l')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o');
  if (!/^\p{Script=Hangul}{2,}$/u.test(folded) || allStopWords.has(folded)) return folded;
  const stem = folded.replace(koreanEndings, '');
  return stem === '' ? folded : stem;
}

/** The words that carry what a text is about. */
export function contentWords(text: string): Word[] {
  return readWords(text).filter(({ key }) => isContent(key));
}

function isContent(key: string): boolean {
  if (allStopWords.has(key)) return false;
  return key.length > 1 || /[\p{N}\p{Script=Han}\p{Script=Hangul}]/u.test(key);
}

/**
 * How far two folded words are one, 0 to 1. Inflection is met by the common beginning, compounds by containment:
 * rough, the same for every language, and enough to rank sentences that retrieval has already chosen.
 */
export function wordSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  if (/\p{N}/u.test(a) || /\p{N}/u.test(b)) return 0;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let common = 0;
  while (common < short.length && short.charCodeAt(common) === long.charCodeAt(common)) common++;
  if (/\p{Script=Hangul}/u.test(short)) {
    return common >= 2 && common >= long.length * 0.5
      ? 0.85
      : short.length >= 2 && long.includes(short)
        ? 0.6
        : 0;
  }
  if (common >= 4 && long.length - common <= 3) return 0.9;
  if (common >= 3 && short.length - common === 0 && long.length - common <= 2) return 0.9;
  if (common >= 5 && common >= long.length * 0.55) return 0.7;
  if (short.length < 5) return 0;
  return long.includes(short) || trigramOverlap(a, b) >= 0.4 ? 0.6 : 0;
}

/** Dice's coefficient over letter trigrams: meets what a stem's changed vowel or a compound's joint hides. */
function trigramOverlap(a: string, b: string): number {
  const first = trigrams(a);
  const second = trigrams(b);
  return (2 * first.intersection(second).size) / (first.size + second.size);
}

function trigrams(word: string): Set<string> {
  const padded = ` ${word} `;
  const grams = new Set<string>();
  for (let start = 0; start + 3 <= padded.length; start++) grams.add(padded.slice(start, start + 3));
  return grams;
}

/** The language a short text is in, by its grammar words and script; null where they do not tell. */
export function guessLanguage(text: string): string | null {
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  const keys = readWords(text).map(({ key }) => key);
  let best: { language: string; hits: number } | null = null;
  for (const [language, set] of Object.entries(stopWordsByLanguage)) {
    const hits = keys.filter((key) => set.has(key)).length;
    if (hits > 0 && (!best || hits > best.hits)) best = { language, hits };
  }
  return best?.language ?? null;
}
