import { formatNumber } from '../office/listNumbers.ts';
import type { WordFile } from './wordFile.ts';

interface Level {
  start: number;
  format: number;
  /** As written; characters 0 to 8 stand for the numbers of the levels. */
  text: string;
}

const maxLists = 10_000;
const maxLevels = 9;
const formats: Readonly<Record<number, string>> = {
  1: 'upperRoman',
  2: 'lowerRoman',
  3: 'upperLetter',
  4: 'lowerLetter',
  22: 'decimalZero',
};
const bullet = 23;
const none = 255;

/** The mark of the next paragraph of a list, counting on; undefined where there is no such list. [MS-DOC] 2.9.147 */
export function createWordLists(file: WordFile): (list: number, level: number) => string | undefined {
  const { tableView: view } = file;
  const lists = readLists(file);
  const { at, length } = file.structure(74);
  const uses: number[] = [];
  const count = length < 4 ? 0 : Math.min(view.getUint32(at, true), Math.floor((length - 4) / 16), maxLists);
  for (let index = 0; index < count; index++) uses.push(view.getUint32(at + 4 + index * 16, true));
  const counters = new Map<number, number[]>();

  return function next(list, wanted) {
    const id = uses[list - 1];
    const levels = id === undefined ? undefined : lists.get(id);
    if (id === undefined || !levels) return undefined;
    const depth = Math.min(Math.max(0, wanted), maxLevels - 1, levels.length - 1);
    const level = levels[depth];
    if (!level) return undefined;
    const counts = counters.get(id) ?? [];
    counters.set(id, counts);
    const before = counts[depth];
    counts[depth] = before === undefined ? level.start : before + 1;
    counts.length = depth + 1;
    if (level.format === bullet) return '-';
    if (level.format === none) return '';
    return Array.from(level.text, (sign) => {
      const code = sign.charCodeAt(0);
      if (code >= maxLevels) return sign;
      const shown = levels[code];
      return formatNumber(counts[code] ?? shown?.start ?? 1, formats[shown?.format ?? 0] ?? 'decimal');
    }).join('');
  };
}

/** The lists stand in one structure; what their levels look like follows after its end. */
function readLists({ table, tableView: view, structure }: WordFile): Map<number, Level[]> {
  const lists = new Map<number, Level[]>();
  const { at, length } = structure(73);
  if (length < 2) return lists;
  const count = Math.min(view.getUint16(at, true), Math.floor((length - 2) / 28), maxLists);
  let next = at + 2 + count * 28;
  for (let index = 0; index < count; index++) {
    const entry = at + 2 + index * 28;
    const isSimple = ((table[entry + 26] ?? 0) & 1) === 1;
    const levels: Level[] = [];
    for (let level = 0; level < (isSimple ? 1 : maxLevels); level++) {
      if (next + 30 > table.length) return lists;
      const start = view.getInt32(next, true);
      const format = table[next + 4] ?? 0;
      next += 28 + (table[next + 24] ?? 0) + (table[next + 25] ?? 0);
      if (next + 2 > table.length) return lists;
      const characters = Math.min(view.getUint16(next, true), 200);
      const bytes = table.subarray(next + 2, next + 2 + characters * 2);
      levels.push({ start, format, text: Buffer.from(bytes).toString('utf16le') });
      next += 2 + view.getUint16(next, true) * 2;
    }
    lists.set(view.getUint32(entry, true), levels);
  }
  return lists;
}
