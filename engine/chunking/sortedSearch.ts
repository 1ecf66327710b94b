/** Index of the first value above `bound` in ascending `values`; their length where none is. */
export function firstAbove(values: readonly number[], bound: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] ?? 0) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The largest of ascending `values` in `(low, high]`. */
export function lastWithin(values: readonly number[], low: number, high: number): number | undefined {
  const value = values[firstAbove(values, high) - 1];
  return value !== undefined && value > low ? value : undefined;
}

/** The smallest of ascending `values` in `[low, high)`. */
export function firstWithin(values: readonly number[], low: number, high: number): number | undefined {
  const value = values[firstAbove(values, low - 1)];
  return value !== undefined && value < high ? value : undefined;
}
