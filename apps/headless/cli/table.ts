import { stripVTControlCharacters } from 'node:util';
import { style } from './output.ts';

/** Columns set under each other; the last one takes what is left of the terminal and is cut there. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => width(row[column] ?? ''))),
  );
  const lastColumn = headings.length - 1;
  const before = widths.slice(0, lastColumn).reduce((sum, size) => sum + size + 2, 0);
  const room = process.stdout.isTTY ? Math.max(20, (process.stdout.columns || 80) - before) : Infinity;
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === lastColumn ? cutStart(cell, room) : cell + ' '.repeat((widths[column] ?? 0) - width(cell)),
      )
      .join('  ');
  return [style('dim', line(headings)), ...rows.map(line)];
}

function width(text: string): number {
  return stripVTControlCharacters(text).length;
}

/** Paths say most at their end. */
function cutStart(text: string, room: number): string {
  return width(text) > room ? `…${text.slice(text.length - room + 1)}` : text;
}
