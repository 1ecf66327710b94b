import { describe, expect, it } from 'vitest';
import { createRandom, gaussian } from '../testing/random.ts';
import { agglomerate, cutTree } from './agglomerate.ts';
import { bestAssignment } from './assignment.ts';
import { cholesky, eigen, logDeterminant, solveLower } from './matrix.ts';
import { fitSpeakerHmm, type SpeakerHmmOptions } from './speakerHmm.ts';

describe('matrices', () => {
  const random = createRandom(1);
  const size = 6;
  const root = Float64Array.from({ length: size * size }, () => random() - 0.5);
  const matrix = Float64Array.from({ length: size * size }, (_, at) => {
    const [row, column] = [Math.floor(at / size), at % size];
    let sum = row === column ? 0.1 : 0;
    for (let k = 0; k < size; k++) sum += (root[row * size + k] ?? 0) * (root[column * size + k] ?? 0);
    return sum;
  });

  it('are put together again from their eigenvectors', () => {
    const { values, vectors } = eigen(matrix, size);
    expect([...values].sort((a, b) => b - a)).toEqual(values);
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        let sum = 0;
        for (const [k, value] of values.entries())
          sum += value * (vectors[k]?.[row] ?? 0) * (vectors[k]?.[column] ?? 0);
        expect(sum).toBeCloseTo(matrix[row * size + column] ?? 0, 9);
      }
  });

  it('have a triangle that solves and whose determinant is that of the eigenvalues', () => {
    const lower = cholesky(matrix, size) ?? new Float64Array();
    const { values } = eigen(matrix, size);
    expect(logDeterminant(lower, size)).toBeCloseTo(
      values.reduce((sum, value) => sum + Math.log(value), 0),
      8,
    );
    const wanted = Float64Array.from({ length: size }, (_, index) => index - 2);
    const vector = wanted.map((_, row) => {
      let sum = 0;
      for (let column = 0; column <= row; column++)
        sum += (lower[row * size + column] ?? 0) * (wanted[column] ?? 0);
      return sum;
    });
    solveLower(lower, size, vector);
    for (const [index, value] of vector.entries()) expect(value).toBeCloseTo(wanted[index] ?? 0, 9);
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
  });
});

describe('trees', () => {
  const places = [0, 0.2, 10, 10.3, 30];
  const apart = (a: number, b: number) => Math.abs((places[a] ?? 0) - (places[b] ?? 0));

  it('are cut by count and by distance', () => {
    const average = agglomerate(places.length, apart, 'average');
    expect([...cutTree(5, average, { count: 3 })]).toEqual([0, 0, 1, 1, 2]);
    expect([...cutTree(5, average, { distance: 0.25 })]).toEqual([0, 0, 1, 2, 3]);
    expect([...cutTree(5, average, { distance: 1, atMost: 2 })]).toEqual([0, 0, 0, 0, 1]);
    expect([...cutTree(5, average, { distance: 100, atLeast: 2 })]).toEqual([0, 0, 0, 0, 1]);
    expect(average.at(-1)?.distance).toBeCloseTo(24.875, 9);
  });

  it('join by the growth of the squares with Ward', () => {
    const ward = agglomerate(places.length, (a, b) => apart(a, b) ** 2, 'ward');
    // Two clusters of two, 10.05 apart: 4 / 4 * 10.05².
    expect(ward[2]?.distance).toBeCloseTo(10.05 ** 2, 6);
    const heavy = agglomerate(2, () => 9, 'ward', [3, 1]);
    expect(heavy[0]?.distance).toBeCloseTo((9 * 3) / 4, 9);
  });
});

describe('assignment', () => {
  it('takes the best of all, not the best first', () => {
    expect(
      bestAssignment([
        [10, 9],
        [9, 1],
      ]),
    ).toEqual([1, 0]);
    expect(bestAssignment([[1, 5, 3]])).toEqual([1]);
    expect(bestAssignment([[2], [7], [1]])).toEqual([-1, 0, -1]);
    expect(bestAssignment([])).toEqual([]);
  });

  it('agrees with trying everything', () => {
    const random = createRandom(8);
    for (let round = 0; round < 20; round++) {
      const gain = Array.from({ length: 4 }, () =>
        Array.from({ length: 4 }, () => Math.floor(random() * 50) + 1),
      );
      const sum = (order: readonly number[]) =>
        order.reduce((total, column, row) => total + (gain[row]?.[column] ?? 0), 0);
      const best = Math.max(...permutations([0, 1, 2, 3]).map(sum));
      expect(sum(bestAssignment(gain))).toBe(best);
    }
  });
});

describe('speakers over time', () => {
  const options: SpeakerHmmOptions = {
    acousticWeight: 0.2,
    strictness: 32,
    stay: 0.9,
    stayAfterPause: 0.3,
    learnsShares: true,
  };
  /** Turns of ten windows; speakers are `gap` apart, in a scatter of 1. */
  const talk = (speakers: number, gap: number) => {
    const random = createRandom(2);
    const truth = Array.from({ length: 120 }, (_, t) => Math.floor(t / 10) % speakers);
    const windows = truth.map((speaker) =>
      Float64Array.of(gap * (speaker - (speakers - 1) / 2) + gaussian(random), gaussian(random)),
    );
    return { truth, windows };
  };
  const spread = Float64Array.of(20, 0.001);
  const start = Int32Array.from({ length: 120 }, (_, t) => Math.floor(t / 15));
  const never = new Array<boolean>(120).fill(false);

  it('lets those die out that explain nothing', async () => {
    const { truth, windows } = talk(2, 8);
    const { labels } = await fitSpeakerHmm(windows, spread, start, 8, never, options);
    expect(new Set(labels).size).toBe(2);
    const pairs = new Set(truth.map((speaker, t) => `${speaker} is ${labels[t]}`));
    expect(pairs.size).toBe(2);
    const one = await fitSpeakerHmm(talk(1, 0).windows, spread, start, 8, never, options);
    expect(new Set(one.labels).size).toBe(1);
  });

  it('keeps all of them when told so', async () => {
    const { windows, truth } = talk(3, 6);
    const right = Int32Array.from(truth);
    const { labels, posteriors } = await fitSpeakerHmm(windows, spread, right, 3, never, {
      ...options,
      learnsShares: false,
    });
    expect([...labels]).toEqual(truth);
    expect(posteriors[0]).toBeGreaterThan(0.9);
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
