/**
 * Distance of the middles of two groups over the common deviation along the line between them. One even cloud cut in
 * two gives 2.65.
 */
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

/** Without a list of places: that of a long recording would be large. */
function scatterAlong(points: readonly Float64Array[], axis: Float64Array, length: number): number {
  let [sum, square] = [0, 0];
  const first = points[0];
  for (const point of points) {
    let place = 0;
    // From the first point on, so that the difference of the sums keeps its digits.
    for (let d = 0; d < axis.length; d++)
      place += ((axis[d] as number) * ((point[d] as number) - (first?.[d] ?? 0))) / length;
    sum += place;
    square += place * place;
  }
  return points.length > 0 ? Math.max(0, square - (sum * sum) / points.length) : 0;
}
