/** Two clusters that became one: `into` goes on and takes `from` in. Clusters are named by their first member. */
export interface Merge {
  into: number;
  from: number;
  distance: number;
}

export type Linkage = 'ward' | 'average';

/**
 * Joins the two nearest clusters until one is left, distances updated by Lance and Williams. Memory grows with the
 * square of the points: 1,500 of them take 18 MB.
 *
 * @param points how many there are
 * @param distance of two points; of `ward` the squared one
 * @returns all merges, in their order
 */
export function agglomerate(
  points: number,
  distance: (left: number, right: number) => number,
  linkage: Linkage,
  weights?: ArrayLike<number>,
): Merge[] {
  const between = new Float64Array(points * points);
  const weight = Float64Array.from({ length: points }, (_, index) => weights?.[index] ?? 1);
  for (let left = 0; left < points; left++)
    for (let right = left + 1; right < points; right++) {
      const [a, b] = [weight[left] as number, weight[right] as number];
      const value = distance(left, right) * (linkage === 'ward' ? (a * b) / (a + b) : 1);
      between[left * points + right] = value;
      between[right * points + left] = value;
    }
  const alive = Array.from({ length: points }, (_, index) => index);
  const nearest = new Int32Array(points);
  const look = (cluster: number) => {
    let best = -1;
    for (const other of alive)
      if (
        other !== cluster &&
        (best < 0 ||
          (between[cluster * points + other] as number) < (between[cluster * points + best] as number))
      )
        best = other;
    nearest[cluster] = best;
  };
  const gap = (cluster: number) => between[cluster * points + (nearest[cluster] as number)] as number;
  for (const cluster of alive) look(cluster);
  const merges: Merge[] = [];
  while (alive.length > 1) {
    let into = alive[0] as number;
    for (const cluster of alive) if (gap(cluster) < gap(into)) into = cluster;
    const from = nearest[into] as number;
    const least = gap(into);
    const [a, b] = [weight[into] as number, weight[from] as number];
    alive.splice(alive.indexOf(from), 1);
    for (const other of alive) {
      if (other === into) continue;
      const [toInto, toFrom] = [
        between[into * points + other] as number,
        between[from * points + other] as number,
      ];
      const c = weight[other] as number;
      const value =
        linkage === 'ward'
          ? ((a + c) * toInto + (b + c) * toFrom - c * least) / (a + b + c)
          : (a * toInto + b * toFrom) / (a + b);
      between[into * points + other] = value;
      between[other * points + into] = value;
    }
    weight[into] = a + b;
    merges.push({ into, from, distance: least });
    if (alive.length < 2) break;
    look(into);
    for (const other of alive) {
      if (other === into) continue;
      const known = nearest[other] as number;
      if (known === into || known === from) look(other);
      else if ((between[other * points + into] as number) < gap(other)) nearest[other] = into;
    }
  }
  return merges;
}

/**
 * Which cluster each point is in after the merges up to `count` clusters, or those nearer than `distance`.
 *
 * @returns numbers from 0 on, in the order of the clusters' first points
 */
export function cutTree(
  points: number,
  merges: readonly Merge[],
  until: { count: number } | { distance: number; atLeast?: number; atMost?: number },
): Int32Array {
  const parent = Int32Array.from({ length: points }, (_, index) => index);
  let left = points;
  for (const { into, from, distance } of merges) {
    if ('count' in until) {
      if (left <= until.count) break;
    } else {
      if (left <= (until.atLeast ?? 1)) break;
      if (distance >= until.distance && left <= (until.atMost ?? points)) break;
    }
    parent[from] = into;
    left--;
  }
  const numbers = new Map<number, number>();
  return Int32Array.from({ length: points }, (_, index) => {
    let root = index;
    while (parent[root] !== root) root = parent[root] as number;
    const number = numbers.get(root) ?? numbers.size;
    numbers.set(root, number);
    return number;
  });
}
