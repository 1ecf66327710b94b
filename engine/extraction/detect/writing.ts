const sampleLength = 16_000;
/** Scripts that write without spaces. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;
/** Longer than any word, address or path that a person writes often. */
const longestWord = 60;

/**
 * Whether a text holds words that a person may look for. Keys and certificates, tables of measurements, encoded
 * pictures and dumps decode as text too, and would only be noise.
 */
export function isWriting(text: string): boolean {
  const sample = text.slice(0, sampleLength);
  const visible = sample.match(/\S/gu)?.length ?? 0;
  const letters = sample.match(/\p{L}|\p{M}/gu)?.length ?? 0;
  if (visible === 0) return true;
  if (letters < visible * 0.4) return false;
  if ((sample.match(unspaced)?.length ?? 0) > letters * 0.3) return true;
  let inLongWords = 0;
  for (const word of sample.split(/\s+/)) if (word.length >= longestWord) inLongWords += word.length;
  return inLongWords < visible * 0.5;
}
