/**
 * A font whose glyph numbers are UTF-16 units, once for writing across and once for writing downwards. Glyphs of Chinese,
 * Japanese and Korean are one em wide, all others half of one.
 *
 * @param first number of the first of the four objects it adds
 */
export function addUnicodeFont(texts: readonly string[], add: (body: string) => void, first: number): void {
  const units = [...new Set(texts.join('').split(''))]
    .map((unit) => unit.charCodeAt(0))
    .sort((a, b) => a - b);
  const font = (encoding: string) =>
    `<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/${encoding}/DescendantFonts[${first + 2} 0 R]/ToUnicode ${first + 3} 0 R>>`;
  add(font('Identity-H'));
  add(font('Identity-V'));
  const wide = units.filter((unit) => unit >= 0x2e80 && unit < 0xfb00).map((unit) => `${unit}[1000]`);
  add(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500/W[${wide.join(' ')}]>>`,
  );
  const map = [
    '/CIDInit/ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def',
    '1 begincodespacerange <0000><FFFF> endcodespacerange',
    ...batchesOf(units, 100).map(
      (batch) =>
        `${batch.length} beginbfchar ${batch.map((unit) => `<${hex(unit)}><${hex(unit)}>`).join(' ')} endbfchar`,
    ),
    'endcmap end end',
  ].join('\n');
  add(`<</Length ${map.length}>>stream\n${map}\nendstream`);
}

export function hexOf(text: string): string {
  return text
    .split('')
    .map((unit) => hex(unit.charCodeAt(0)))
    .join('');
}

function hex(unit: number): string {
  return unit.toString(16).padStart(4, '0');
}

function batchesOf<T>(values: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < values.length; at += size) batches.push(values.slice(at, at + size));
  return batches;
}
