/** Adobe's Symbol encoding from 0x41, which Word writes for Greek letters and signs; letters, then 0xA0 and up. */
const symbolLetters = 'ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼';
const symbolSigns = '€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…│─↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑';
/** Of Wingdings, what stands in forms and lists. */
const wingdings: Readonly<Record<number, string>> = {
  108: '●',
  110: '■',
  111: '☐',
  113: '☐',
  114: '☐',
  118: '❖',
  120: '☒',
  167: '▪',
  168: '☐',
  216: '➢',
  223: '←',
  224: '→',
  225: '↑',
  226: '↓',
  232: '➔',
  240: '⇨',
  251: '✗',
  252: '✓',
  253: '☒',
  254: '☑',
};

/**
 * A character of a symbol font as Unicode; empty where it is only an ornament.
 *
 * @param code in the font, or the same in the private use area at U+F000
 */
export function symbolText(font: string, code: number): string {
  if (!Number.isInteger(code) || code < 0 || code > 0xffff) return '';
  const inFont = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code;
  if (/^symbol/i.test(font)) {
    if (inFont >= 0x41 && inFont <= 0x7e) return symbolLetters[inFont - 0x41] ?? '';
    if (inFont >= 0xa0) return symbolSigns[inFont - 0xa0] ?? '';
    return inFont >= 0x20 && inFont < 0x41 ? String.fromCharCode(inFont) : '';
  }
  if (/^(?:wingdings|webdings)/i.test(font)) return wingdings[inFont] ?? '';
  // A private character of a font that we do not know says nothing; any other is itself.
  return code >= 0xe000 && code <= 0xf8ff ? '' : String.fromCharCode(code).toWellFormed();
}
