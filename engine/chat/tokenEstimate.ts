/** Tokens of a character, at least. */
export const leastTokens = 0.34;

/**
 * Tokens of a text, never fewer than a usual model counts: 3 letters a token in plain English prose (most
 * tokenizers reach 4), 2 in other alphabets and with accents, 1 for a digit or mark, 1.3 for a character of
 * Chinese, Japanese or Korean.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 128) tokens += /[a-zA-Z ]/.test(character) ? leastTokens : 0.8;
    else if (code < 0x1100) tokens += 0.6;
    else tokens += 1.3;
  }
  return Math.ceil(tokens) + 4;
}
