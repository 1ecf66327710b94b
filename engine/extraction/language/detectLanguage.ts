import { eld } from 'eld/extrasmall';

/** Characters of a document that are looked at, in as many places. */
const windowLength = 240;
const maxWindows = 24;
/** As many windows as the detector reads of one text. */
const windowsPerVote = 4;
const minLetters = 24;

/** Scripts that one language has to itself, or nearly so. */
const scripts: readonly [language: string, script: RegExp][] = [
  ['ko', /\p{Script=Hangul}/gu],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['th', /\p{Script=Thai}/gu],
];

/**
 * The document's main language as ISO 639-1; undefined where there is too little text or no clear answer. Its
 * script answers where it can. Otherwise windows from all over the document vote, words only: one list of names or
 * one quotation then cannot decide. The detector knows 60 languages; its smallest data (30 MB in memory) were no
 * worse than the larger ones (45 to 110 MB) on questions and encyclopedia texts.
 */
export function detectLanguage(texts: readonly string[]): string | undefined {
  const windows = takeWindows(texts)
    .map(wordsOnly)
    .filter((window) => window !== '');
  const sample = windows.join(' ');
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const byScript = scriptLanguage(sample, letters);
  if (byScript || letters < minLetters) return byScript;
  const votes = new Map<string, number>();
  let cast = 0;
  for (const group of inGroups(windows)) {
    const found = eld.detect(group);
    if (found.language === '') continue;
    cast++;
    votes.set(found.language, (votes.get(found.language) ?? 0) + (found.isReliable() ? 1 : 0.5));
  }
  const [best] = [...votes.entries()].sort(([, a], [, b]) => b - a);
  // One sentence must be clear; a whole document may quote others.
  return best && best[1] >= (cast === 1 ? 1 : cast * 0.4) ? best[0] : undefined;
}

/** Windows that stand far from each other, joined: each vote hears all of the document. */
function inGroups(windows: readonly string[]): string[] {
  const count = Math.ceil(windows.length / windowsPerVote);
  return Array.from({ length: count }, (_, group) =>
    windows.filter((_window, index) => index % count === group).join(' '),
  );
}

function scriptLanguage(sample: string, letters: number): string | undefined {
  for (const [language, script] of scripts) {
    const count = sample.match(script)?.length ?? 0;
    // Japanese mixes kana with Han; a third of kana is never Chinese. Dense scripts say much with few characters.
    const share = language === 'ja' ? 0.15 : 0.5;
    if (count >= 6 && count > letters * share) return language;
  }
  return undefined;
}

/** Addresses, numbers, names of things in programs and words in capitals are the same in all languages. */
function wordsOnly(text: string): string {
  return text
    .replace(/\S*(?:[@/\\_]|\d)\S*/g, ' ')
    .replace(/\b\p{Lu}{2,}\b/gu, ' ')
    .replace(/[^\p{L}\p{M}'’\s]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Pieces spread evenly over the whole text, each of whole words. */
function takeWindows(texts: readonly string[]): string[] {
  const whole = texts.reduce((sum, text) => sum + text.length, 0);
  const count = Math.min(maxWindows, Math.ceil(whole / windowLength));
  const step = whole / Math.max(1, count);
  const windows: string[] = [];
  let offset = 0;
  for (const text of texts) {
    while (windows.length < count && windows.length * step < offset + text.length) {
      const start = Math.max(0, Math.round(windows.length * step) - offset);
      windows.push(text.slice(start, start + windowLength));
    }
    offset += text.length;
  }
  return windows;
}
