import iconv from 'iconv-lite';

export type WideEncoding = 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be';

const sampleBytes = 16 * 1024;
/** Of the characters of a sample: what real text reaches in its own encoding and noise does not. */
const minPlausible = 0.97;

/**
 * UTF-16 and UTF-32 without a byte order mark, for bytes that are not UTF-8. Where the null bytes of spaces, line
 * breaks and Latin letters stand says which is likely; what it decodes to decides, so Chinese without any works too.
 */
export function guessWideEncoding(bytes: Uint8Array): WideEncoding | undefined {
  const sample = bytes.subarray(0, sampleBytes);
  const nulls = [0, 0, 0, 0];
  for (let index = 0; index < sample.length; index++) {
    if (sample[index] === 0) nulls[index % 4] = (nulls[index % 4] ?? 0) + 1;
  }
  const quarter = sample.length / 4;
  const [first = 0, second = 0, third = 0, fourth = 0] = nulls;
  if (bytes.length % 4 === 0) {
    // No code point reaches the highest byte, and few the one below it.
    if (fourth === quarter && third > quarter * 0.5 && isPlausible(sample, 'utf-32le')) return 'utf-32le';
    if (first === quarter && second > quarter * 0.5 && isPlausible(sample, 'utf-32be')) return 'utf-32be';
  }
  if (bytes.length % 2 !== 0) return undefined;
  const even = first + third;
  const odd = second + fourth;
  const likely: WideEncoding[] = odd >= even ? ['utf-16le', 'utf-16be'] : ['utf-16be', 'utf-16le'];
  const found = likely.find((encoding) => isPlausible(sample, encoding));
  if (!found || sample.includes(0)) return found;
  // Without nulls it can only be a script without spaces, and then its own punctuation, kana or letters are there;
  // the East Asian pages, read as UTF-16, look like Chinese but have none.
  const text = iconv.decode(sample, found);
  const own = text.match(/[\u0e00-\u10ff]/g)?.length ?? 0;
  return own > text.length / 2 || /[\u3001-\u30ff\uff01-\uff1f]/.test(text) ? found : undefined;
}

function isPlausible(sample: Uint8Array, encoding: WideEncoding): boolean {
  const whole = sample.subarray(0, sample.length - (sample.length % 4));
  const text = iconv.decode(whole.length > 0 ? whole : sample, encoding, { stripBOM: false });
  let characters = 0;
  let plausible = 0;
  const scripts = new Map<string, number>();
  for (const character of text) {
    characters++;
    const script = scriptOf(character);
    if (script === undefined) continue;
    plausible++;
    if (script !== 'common') scripts.set(script, (scripts.get(script) ?? 0) + 1);
  }
  // The wrong byte order scatters letters over dozens of blocks; a real text keeps to a few scripts.
  const letters = [...scripts.values()].sort((a, b) => b - a);
  const all = letters.reduce((sum, count) => sum + count, 0);
  const main = letters.slice(0, 3).reduce((sum, count) => sum + count, 0);
  return characters > 0 && plausible >= characters * minPlausible && main >= all * 0.9;
}

const scriptPatterns: readonly [string, RegExp][] = [
  [
    'common',
    /[\t\n\r\f\u0020-\u0040\u005b-\u0060\u007b-\u007e\u00a0-\u00bf\u2010-\u203a\u20ac\u2022\u3000-\u3011\uff00-\uff20]/u,
  ],
  ['latin', /\p{Script=Latin}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['hangul', /\p{Script=Hangul}/u],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}\u30fc]/u],
  // The basic block only: the rest is where wrong decodings land.
  ['han', /[\u4e00-\u9fff]/u],
  ['indic', /[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Thai}]/u],
  ['other', /[\p{Script=Armenian}\p{Script=Georgian}\p{Script=Ethiopic}\p{M}\p{Emoji_Presentation}]/u],
];

function scriptOf(character: string): string | undefined {
  return scriptPatterns.find(([, pattern]) => pattern.test(character))?.[0];
}
