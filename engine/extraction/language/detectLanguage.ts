import { detectAll } from 'tinyld/light';

const sampleLength = 4_000;
const minLetters = 20;

/**
 * The document's main language as ISO 639-1, from a sample of its text; undefined where there is too little of
 * it or no clear answer. The light model (24 languages, 12 MB) is enough for whole paragraphs, which is what a
 * document gives; the larger two cost 50 and 160 MB of the worker for single words.
 */
export function detectLanguage(texts: readonly string[]): string | undefined {
  const sample = sampleOf(texts);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  // A script without spaces says more with each character.
  const dense = sample.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu,
  )?.length;
  if (letters + (dense ?? 0) * 2 < minLetters) return undefined;
  const [best, second] = detectAll(sample);
  if (!best || best.accuracy < 0.05) return undefined;
  if (second && best.accuracy < second.accuracy * 1.3) return undefined;
  return best.lang;
}

/** From the beginning, the middle and the end: a title page or an appendix may be in another language. */
function sampleOf(texts: readonly string[]): string {
  const whole = texts.reduce((sum, text) => sum + text.length, 0);
  if (whole <= sampleLength) return texts.join('\n');
  const piece = Math.floor(sampleLength / 3);
  return [0, Math.floor((whole - piece) / 2), whole - piece].map((at) => slice(texts, at, piece)).join('\n');
}

function slice(texts: readonly string[], from: number, length: number): string {
  let start = from;
  let result = '';
  for (const text of texts) {
    if (result.length >= length) break;
    if (start < text.length) result += text.slice(Math.max(0, start), start + length - result.length);
    start -= text.length;
  }
  return result;
}
