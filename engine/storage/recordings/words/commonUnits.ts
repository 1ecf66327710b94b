/** Larger tables than this take longer than they are worth: between what is alike at both ends all counts as new. */
const mostCells = 4_000_000;

/**
 * For each unit the one that stays in its place: the longest common subsequence, by what is alike at both ends and then
 * by the usual table.
 *
 * @returns for each of `after` the index among `before`, or -1
 */
export function commonUnits(before: readonly string[], after: readonly string[]): Int32Array {
  const found = new Int32Array(after.length).fill(-1);
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    found[start] = start;
    start++;
  }
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1])
    found[--endAfter] = --endBefore;
  const [rows, columns] = [endBefore - start, endAfter - start];
  if (rows === 0 || columns === 0 || rows * columns > mostCells) return found;
  const width = columns + 1;
  // Lengths from each cell to the end.
  const lengths = new Uint16Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row--)
    for (let column = columns - 1; column >= 0; column--)
      lengths[row * width + column] =
        before[start + row] === after[start + column]
          ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(lengths[(row + 1) * width + column] ?? 0, lengths[row * width + column + 1] ?? 0);
  let [row, column] = [0, 0];
  while (row < rows && column < columns) {
    if (before[start + row] === after[start + column]) {
      found[start + column++] = start + row++;
    } else if ((lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0)) row++;
    else column++;
  }
  return found;
}
