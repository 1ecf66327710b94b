/** Knows, line by line, whether code is inside a string or comment of several lines. */
export interface StringScanner {
  isInside(): boolean;
  scanLine(text: string, start: number, end: number): void;
}

const openings = ['"""', "'''", '/*', '`', '<!--'] as const;
const closings: Readonly<Record<string, string>> = {
  '"""': '"""',
  "'''": "'''",
  '/*': '*/',
  '`': '`',
  '<!--': '-->',
};
/** Beyond this a line is data. */
const maxLineLength = 10_000;

/** @param hasTripleQuotes only then are `'''` strings; elsewhere they are quotes in a row */
export function createStringScanner(comments: readonly string[], hasTripleQuotes: boolean): StringScanner {
  let open: string | undefined;
  const isScript = comments.includes('//');

  function opensAt(text: string, at: number): string | undefined {
    for (const opening of openings) {
      if (!text.startsWith(opening, at)) continue;
      if ((opening === '/*' || opening === '`') && !isScript) continue;
      if (opening === "'''" && !hasTripleQuotes) continue;
      return opening;
    }
    return undefined;
  }

  return {
    isInside: () => open !== undefined,
    scanLine(text, start, end) {
      const until = Math.min(end, start + maxLineLength);
      for (let at = start; at < until; ) {
        if (open !== undefined) {
          const closing = closings[open] ?? open;
          if (text[at] === '\\') at += 2;
          else if (text.startsWith(closing, at)) {
            at += closing.length;
            open = undefined;
          } else at++;
          continue;
        }
        const opening = opensAt(text, at);
        if (opening) {
          open = opening;
          at += opening.length;
          continue;
        }
        const character = text[at];
        if (character === '"' || character === "'") at = afterString(text, at, until);
        else if (comments.some((comment) => text.startsWith(comment, at))) return;
        else at++;
      }
    },
  };
}

/** After the quote that closes, or right after this one where none does: then it is an apostrophe or a lifetime. */
function afterString(text: string, at: number, end: number): number {
  const quote = text[at];
  for (let index = at + 1; index < end; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === quote) return index + 1;
  }
  return at + 1;
}
