/**
 * Speakers whose windows do not stand apart are one: along the line between their middles, the distance of the
 * middles must be several times the scatter around them. One even cloud cut in two gives 2.65.
 *
 * @param points of windows, in a space where distances are comparable
 * @param labels speaker of each window, from 0 on
 * @param leastSeparation distance of the middles over the deviation around them
 * @returns labels of those that are left, not renumbered
 */
export function joinUnclear(
  points: readonly Float64Array[],
  labels: Int32Array,
  leastSeparation: number,
  atLeast: number,
): Int32Array {
  const joined = Int32Array.from(labels);
  for (;;) {
    const groups = groupsOf(points, joined);
    if (groups.size <= atLeast) return joined;
    let least = leastSeparation;
    let pair: [into: number, from: number] | undefined;
    const numbers = [...groups.keys()];
    for (const [index, left] of numbers.entries())
      for (const right of numbers.slice(index + 1)) {
        const value = separation(groups.get(left) ?? [], groups.get(right) ?? []);
        if (value < least) {
          least = value;
          pair = [left, right];
        }
      }
    if (!pair) return joined;
    for (const [index, label] of joined.entries()) if (label === pair[1]) joined[index] = pair[0];
  }
}

/** Whether every group holds `leastPoints` and stands apart from every other by at least `leastSeparation`. */
export function standApart(
  points: readonly Float64Array[],
  labels: Int32Array,
  { leastSeparation, leastPoints }: { leastSeparation: number; leastPoints: number },
): boolean {
  const groups = [...groupsOf(points, labels).values()];
  return groups.every(
    (left, index) =>
      left.length >= leastPoints &&
      groups.slice(index + 1).every((right) => separation(left, right) >= leastSeparation),
  );
}

function groupsOf(points: readonly Float64Array[], labels: Int32Array): Map<number, Float64Array[]> {
  const groups = new Map<number, Float64Array[]>();
  for (const [index, point] of points.entries()) {
    const group = groups.get(labels[index] as number);
    if (group) group.push(point);
    else groups.set(labels[index] as number, [point]);
  }
  return groups;
}

/** Distance of two middles over the common deviation along the line between them. */
export function separation(left: readonly Float64Array[], right: readonly Float64Array[]): number {
  const from = middle(left);
  const to = middle(right);
  const axis = to.map((value, d) => value - (from[d] as number));
  const length = Math.hypot(...axis);
  if (length === 0) return 0;
  const scatter = scatterAlong(left, axis, length) + scatterAlong(right, axis, length);
  const deviation = Math.sqrt(scatter / (left.length + right.length));
  return deviation > 0 ? length / deviation : Number.POSITIVE_INFINITY;
}

function middle(points: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(points[0]?.length ?? 0);
  for (const point of points)
    for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] as number) + (point[d] as number) / points.length;
  return sum;
}

function scatterAlong(points: readonly Float64Array[], axis: Float64Array, length: number): number {
  const places = points.map(
    (point) => axis.reduce((sum, value, d) => sum + value * (point[d] as number), 0) / length,
  );
  const mean = places.reduce((sum, place) => sum + place, 0) / places.length;
  return places.reduce((sum, place) => sum + (place - mean) ** 2, 0);
}
