/** How a code point takes part in tokens. */
export const characterClass = {
  /** White space, controls, format characters: in no token. */
  none: 0,
  letter: 1,
  digit: 2,
  /** Belongs to what stands before it. */
  mark: 3,
  /** Ideographs and kana: words are not set apart. */
  ideograph: 4,
  kana: 5,
  hangul: 6,
  /** Thai, Lao, Khmer, Burmese: letters whose words are not set apart. */
  unspaced: 7,
  symbol: 8,
} as const;

export type CharacterClass = (typeof characterClass)[keyof typeof characterClass];

const rules: readonly (readonly [RegExp, CharacterClass])[] = [
  [/^[\s\p{Cc}\p{Cf}\p{Cs}]$/u, characterClass.none],
  [/^\p{M}$/u, characterClass.mark],
  [/^\p{sc=Han}$/u, characterClass.ideograph],
  [/^[\p{sc=Hiragana}\p{sc=Katakana}\u30fc]$/u, characterClass.kana],
  [/^\p{sc=Hangul}$/u, characterClass.hangul],
  [/^[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]$/u, characterClass.unspaced],
  [/^\p{L}$/u, characterClass.letter],
  [/^\p{N}$/u, characterClass.digit],
];

/** Classes by code point. The table fills as scripts are met, 256 code points at a time. */
export function createCharacterClasses(): (codePoint: number) => CharacterClass {
  const blocks: (Uint8Array | undefined)[] = new Array(0x1100);
  return (codePoint) => {
    let block = blocks[codePoint >> 8];
    if (!block) {
      block = new Uint8Array(256);
      for (let low = 0; low < 256; low++) block[low] = classify((codePoint & ~0xff) | low);
      blocks[codePoint >> 8] = block;
    }
    return (block[codePoint & 0xff] ?? 0) as CharacterClass;
  };
}

function classify(codePoint: number): CharacterClass {
  const character = String.fromCodePoint(codePoint);
  for (const [pattern, value] of rules) if (pattern.test(character)) return value;
  return characterClass.symbol;
}
