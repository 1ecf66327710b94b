/** Columns of white space at the start of a line, a tab to the next multiple of eight; -1 for an empty line. */
export function indentOf(line: string): number {
  let indent = 0;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (character === ' ') indent++;
    else if (character === '\t') indent += 8 - (indent % 8);
    else return indent;
  }
  return -1;
}

/** Lines without the white space that all of them begin with, and without empty lines around them. */
export function dedent(lines: readonly string[]): string[] {
  let least = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const indent = indentOf(line);
    if (indent >= 0) least = Math.min(least, indent);
  }
  const cut = lines.map((line) => (indentOf(line) < 0 ? '' : withoutIndent(line, least)));
  const first = cut.findIndex((line) => line !== '');
  const last = cut.findLastIndex((line) => line !== '');
  return first < 0 ? [] : cut.slice(first, last + 1);
}

function withoutIndent(line: string, columns: number): string {
  let indent = 0;
  let at = 0;
  for (; at < line.length && indent < columns; at++) indent += line[at] === '\t' ? 8 - (indent % 8) : 1;
  return ' '.repeat(Math.max(0, indent - columns)) + line.slice(at);
}

/** Index of the first line from `from` on that is neither empty nor indented more than `margin`. */
export function endOfIndented(lines: readonly string[], from: number, margin: number): number {
  let index = from;
  while (index < lines.length) {
    const indent = indentOf(lines[index] ?? '');
    if (indent >= 0 && indent <= margin) break;
    index++;
  }
  return index;
}
