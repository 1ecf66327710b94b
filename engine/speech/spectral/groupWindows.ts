import { agglomerate, cutTree } from '../clustering/agglomerate.ts';
import { fitSpeakerHmm, type SpeakerHmmOptions } from '../clustering/speakerHmm.ts';
import type { SpeakerCount } from '../speakerCount.ts';
import { joinUnclear, standApart } from './joinUnclear.ts';
import { speakerSpace } from './speakerSpace.ts';
import type { VoiceWindow } from './windowVectors.ts';

/**
 * Chosen on made conversations of one to four speakers so that there are rather too few than too many speakers: real
 * voices vary more than made ones.
 */
const hmm: SpeakerHmmOptions = {
  acousticWeight: 0.2,
  strictness: 32,
  stay: 0.9,
  stayAfterPause: 0.3,
  learnsShares: true,
};
/** Two speakers that stand apart by less are one. */
const leastSeparation = 3;
/** One more speaker than was found is taken where all of them stand apart by this much, in 3.5 s of voice or more. */
const clear = { leastSeparation: 4.8, leastPoints: 14 };
/** A tree over more points takes too much memory: neighbouring windows are put together first. */
const mostLeaves = 1200;
/** Speakers to begin with, of whom most die out. */
const mostAtStart = 16;

/**
 * @returns speaker of each window, from 0 on, and how many they are
 * @throws AppError `cancelled`
 */
export async function groupWindows(
  windows: readonly VoiceWindow[],
  { exactly, atLeast, atMost }: SpeakerCount,
  signal?: AbortSignal,
): Promise<{ labels: Int32Array; speakers: number }> {
  if (windows.length < 2 || (exactly ?? atMost) === 1)
    return { labels: new Int32Array(windows.length), speakers: 1 };
  const { points, spread } = speakerSpace(windows);
  const tree = wardTree(windows, points);
  const isAfterPause = windows.map(
    ({ stretch }, index) => index > 0 && windows[index - 1]?.stretch !== stretch,
  );
  const fit = async (count: number, options: SpeakerHmmOptions) => {
    const start = tree(count);
    const size = 1 + start.reduce((a, b) => Math.max(a, b), 0);
    return (await fitSpeakerHmm(points, spread, start, size, isAfterPause, options, signal)).labels;
  };
  /** Nobody dies out: the tree's clusters are only made better, or left as they are where one would be lost. */
  const forced = async (count: number) => {
    const cut = renumber(tree(count));
    const fitted = renumber(await fit(count, { ...hmm, strictness: 4, learnsShares: false }));
    return fitted.speakers < cut.speakers ? cut : fitted;
  };
  if (exactly !== undefined) return forced(exactly);
  const start = await fit(Math.min(windows.length, Math.max(mostAtStart, atLeast)), hmm);
  const found = renumber(joinUnclear(points, start, leastSeparation, atLeast));
  if (found.speakers > atMost) return forced(atMost);
  let best = found.speakers < atLeast ? await forced(atLeast) : found;
  while (best.speakers < Math.min(atMost, windows.length)) {
    const more = await forced(best.speakers + 1);
    if (more.speakers <= best.speakers || !standApart(points, more.labels, clear)) break;
    best = more;
  }
  return best;
}

/** Clusters of windows by Ward's method, for any count. */
function wardTree(
  windows: readonly VoiceWindow[],
  points: readonly Float64Array[],
): (count: number) => Int32Array {
  const size = Math.ceil(points.length / mostLeaves);
  const leafOf: number[] = [];
  const leaves: { sum: Float64Array; count: number; stretch: number }[] = [];
  for (const [index, point] of points.entries()) {
    const stretch = windows[index]?.stretch ?? 0;
    let leaf = leaves.at(-1);
    if (!leaf || leaf.count >= size || (size > 1 && leaf.stretch !== stretch && leaf.count * 2 > size)) {
      leaf = { sum: new Float64Array(point.length), count: 0, stretch };
      leaves.push(leaf);
    }
    leaf.stretch = stretch;
    leaf.count++;
    for (let d = 0; d < point.length; d++) leaf.sum[d] = (leaf.sum[d] as number) + (point[d] as number);
    leafOf.push(leaves.length - 1);
  }
  const means = leaves.map(({ sum, count }) => sum.map((value) => value / count));
  const counts = leaves.map(({ count }) => count);
  const merges = agglomerate(means.length, (a, b) => squareDistance(means[a], means[b]), 'ward', counts);
  return (count) => {
    const labels = cutTree(means.length, merges, { count });
    return Int32Array.from(leafOf, (leaf) => labels[leaf] as number);
  };
}

function squareDistance(left: Float64Array | undefined, right: Float64Array | undefined): number {
  let sum = 0;
  if (left && right)
    for (let d = 0; d < left.length; d++) sum += ((left[d] as number) - (right[d] as number)) ** 2;
  return sum;
}

function renumber(labels: Int32Array): { labels: Int32Array; speakers: number } {
  const numbers = new Map<number, number>();
  const renumbered = labels.map((label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
  return { labels: renumbered, speakers: numbers.size };
}
