import { detectAll } from 'tinyld/light';

/** Characters of a document that are looked at, in as many places. */
const windowLength = 160;
const maxWindows = 40;
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
 * script answers where it can. Otherwise windows from all over the document vote, letters only: one list of names
 * or one quotation then cannot decide. The light model (24 languages, 12 MB) is enough for that; the larger two
 * cost 50 and 160 MB of the worker and were no better by vote.
 */
export function detectLanguage(texts: readonly string[]): string | undefined {
  const windows = takeWindows(texts).map(lettersOnly);
  const sample = windows.join(' ');
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const byScript = scriptLanguage(sample, letters);
  if (byScript || letters < minLetters) return byScript;
  const votes = new Map<string, number>();
  let cast = 0;
  for (const window of windows) {
    if (window.length < minLetters) continue;
    cast++;
    for (const { lang, accuracy } of detectAll(window).slice(0, 3)) {
      votes.set(lang, (votes.get(lang) ?? 0) + Math.sqrt(accuracy));
    }
  }
  const [best, second] = [...votes.entries()].sort(([, a], [, b]) => b - a);
  if (!best || best[1] < 0.2 * cast) return undefined;
  // One sentence must be clear; a whole document may quote others.
  const margin = letters < 100 ? 1.8 : 1.2;
  return second && best[1] < second[1] * margin ? undefined : best[0];
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

/** Addresses, numbers, markup and words in capitals are the same in all languages. */
function lettersOnly(text: string): string {
  return text
    .replace(/\S*(?:[@/\\_]|\d)\S*/g, ' ')
    .replace(/\b\p{Lu}{2,}\b/gu, ' ')
    .replace(/[^\p{L}\p{M}'’\s]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Pieces spread evenly over the whole text. */
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
