/**
 * Rows to columns, each at most once, so that the sum of what they gain is largest (the Hungarian method with
 * potentials, O(n³)).
 *
 * @param gain a row of non-negative numbers for each row
 * @returns the column of each row, -1 where it has none
 */
export function bestAssignment(gain: readonly (readonly number[])[]): number[] {
  const rows = gain.length;
  const columns = Math.max(0, ...gain.map((row) => row.length));
  const size = Math.max(rows, columns);
  const most = Math.max(0, ...gain.flat());
  const cost = (row: number, column: number) => most - (gain[row]?.[column] ?? 0);
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowOf = new Int32Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowOf[0] = row;
    let column = 0;
    const least = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
    const from = new Int32Array(size + 1);
    const isUsed = new Uint8Array(size + 1);
    do {
      isUsed[column] = 1;
      const current = rowOf[column] ?? 0;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let other = 1; other <= size; other++) {
        if (isUsed[other]) continue;
        const reduced =
          cost(current - 1, other - 1) - (rowPotential[current] ?? 0) - (columnPotential[other] ?? 0);
        if (reduced < (least[other] ?? 0)) {
          least[other] = reduced;
          from[other] = column;
        }
        if ((least[other] ?? 0) < delta) {
          delta = least[other] ?? 0;
          next = other;
        }
      }
      for (let other = 0; other <= size; other++) {
        if (isUsed[other]) {
          const used = rowOf[other] ?? 0;
          rowPotential[used] = (rowPotential[used] ?? 0) + delta;
          columnPotential[other] = (columnPotential[other] ?? 0) - delta;
        } else least[other] = (least[other] ?? 0) - delta;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const previous = from[column] ?? 0;
      rowOf[column] = rowOf[previous] ?? 0;
      column = previous;
    }
  }
  const result = new Array<number>(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = (rowOf[column] ?? 0) - 1;
    if (row >= 0 && row < rows && (gain[row]?.[column - 1] ?? 0) > 0) result[row] = column - 1;
  }
  return result;
}
