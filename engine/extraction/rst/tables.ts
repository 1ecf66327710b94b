export function isGridBorder(line: string): boolean {
  return /^\+[-=+]{2,}\+[ \t]*$/.test(line);
}

export function isSimpleBorder(line: string): boolean {
  return /^={1,}(?: +={1,})+[ \t]*$/.test(line);
}

/** Cells of a table drawn with lines. A cell that spans rows stands in its last, one that spans columns in its first. */
export function gridTable(lines: readonly string[]): string[][] {
  const cuts = new Set<number>();
  for (const line of lines) {
    if (!/\+[-=]/.test(line)) continue;
    for (let at = 0; at < line.length; at++) if (line[at] === '+') cuts.add(at);
  }
  const edges = [...cuts].sort((a, b) => a - b).slice(0, 300);
  const columns = edges.length - 1;
  const rows: string[][] = [];
  let open: string[][] = Array.from({ length: Math.max(0, columns) }, () => []);
  for (const line of lines) {
    if (/^[+|].*\+[-=]|^\+[-=]/.test(line)) {
      const closed = open.map((_, column) => {
        const segment = line.slice((edges[column] ?? 0) + 1, edges[column + 1]);
        return /^[-=+]+$/.test(segment);
      });
      if (open.some((cell, column) => closed[column] && cell.length > 0))
        rows.push(open.map((cell, column) => (closed[column] ? cell.join(' ').trim() : '')));
      open = open.map((cell, column) => (closed[column] ? [] : cell));
      if (!closed.every(Boolean)) addCells(line, edges, open, closed);
    } else addCells(line, edges, open, []);
  }
  return rows;
}

function addCells(line: string, edges: readonly number[], open: string[][], skip: readonly boolean[]): void {
  for (let column = 0; column < open.length; ) {
    let next = column + 1;
    while (next < open.length && !'|+'.includes(line[edges[next] ?? 0] ?? '|')) next++;
    const text = line.slice((edges[column] ?? 0) + 1, edges[next]).trim();
    if (!skip[column] && text !== '') open[column]?.push(text);
    column = next;
  }
}

/** Cells of a table whose columns are the runs of its border; undefined where no border ends it. */
export function simpleTable(
  lines: readonly string[],
  index: number,
): { cells: string[][]; end: number } | undefined {
  const starts = [...(lines[index] ?? '').matchAll(/=+/g)].map((run) => run.index);
  const cells: string[][] = [];
  let borders = 1;
  for (let at = index + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (isSimpleBorder(line)) {
      borders++;
      const next = lines[at + 1] ?? '';
      if (borders >= 3 || next.trim() === '') return { cells, end: at + 1 };
      continue;
    }
    if (line.trim() === '' || /^[-\s]+$/.test(line)) continue;
    const row = starts.map((start, column) => line.slice(start, starts[column + 1]).trim());
    const last = cells.at(-1);
    // A line without a first cell goes on with the row above.
    if (row[0] === '' && last) {
      for (const [column, cell] of row.entries())
        if (cell !== '') last[column] = `${last[column]} ${cell}`.trim();
    } else cells.push(row);
  }
  return undefined;
}
