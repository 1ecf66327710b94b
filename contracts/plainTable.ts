/**
 * A passage for showing in a line or two: the bars and dashes of Markdown tables become quieter signs of the same
 * length, so that offsets into the text still hold.
 */
export function plainTable(text: string): string {
  if (!/\|.*\|/s.test(text)) return text;
  return text
    .replace(/\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)*\|?/g, (dashes) =>
      ' '.repeat(dashes.length),
    )
    .replace(/\|(\s*)\|/g, (between) => `·${' '.repeat(between.length - 1)}`)
    .replaceAll('|', '·')
    .replace(/^\s*·|·\s*$/g, (edge) => ' '.repeat(edge.length));
}
