import Papa from 'papaparse';

/** Enough of a file to see how its rows are built. */
const sampleLength = 128 * 1024;
const sampleRows = 200;
const delimiters = [',', ';', '\t', '|'] as const;

export type Delimiter = (typeof delimiters)[number];

/**
 * What parts the cells of a text: the sign that gives the most rows the same number of cells.
 *
 * @param preferred what the name promises, where two signs do equally well
 * @returns undefined where no sign parts most of the rows: a list, or prose
 */
export function sniffDelimiter(text: string, preferred: Delimiter): Delimiter | undefined {
  const sample = cutSample(text);
  let best: Delimiter | undefined;
  let highest = 0;
  for (const delimiter of delimiters) {
    const score = scoreOf(sample, delimiter) * (delimiter === preferred ? 1.02 : 1);
    if (score > highest) {
      highest = score;
      best = delimiter;
    }
  }
  return best;
}

/** Rows with the most usual number of cells, as a share of all; more cells weigh a little more. */
function scoreOf(sample: string, delimiter: Delimiter): number {
  if (!sample.includes(delimiter)) return 0;
  const asked = { delimiter, newline: '\n' as const, preview: sampleRows };
  const quoted = Papa.parse<string[]>(sample, asked);
  // A quote that is never closed hides what parts the cells after it.
  const isUnclosed = quoted.errors.some(({ code }) => code === 'MissingQuotes');
  const { data } = isUnclosed ? Papa.parse<string[]>(sample, { ...asked, quoteChar: '\uffff' }) : quoted;
  const rows = data.filter((row) => row.some((cell) => cell.trim() !== ''));
  const counts = new Map<number, number>();
  let cells = 0;
  let characters = 0;
  for (const row of rows) {
    counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
    cells += row.length;
    for (const cell of row) characters += cell.length;
  }
  let usual = 1;
  for (const [count, times] of counts)
    if (count > 1 && times > (usual > 1 ? (counts.get(usual) ?? 0) : 0)) usual = count;
  const share = (counts.get(usual) ?? 0) / rows.length;
  const parted = 1 - (counts.get(1) ?? 0) / rows.length;
  if (usual === 1) return 0;
  // Rows of all lengths are a table with gaps at their ends, unless their cells are as long as clauses.
  const isRagged = parted >= 0.8 && share >= 0.2 && characters / cells <= 24;
  if (share <= 0.5 && !isRagged) return 0;
  return Math.max(share, isRagged ? parted * 0.8 : 0) * (1 + Math.log2(usual) / 20);
}

/** Whole lines, where the text has any. */
function cutSample(text: string): string {
  if (text.length <= sampleLength) return text;
  const end = text.lastIndexOf('\n', sampleLength);
  return text.slice(0, end > 0 ? end : sampleLength);
}
