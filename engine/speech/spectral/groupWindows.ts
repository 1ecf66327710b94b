import { agglomerate, cutTree } from '../clustering/agglomerate.ts';
import { fitSpeakerHmm, type SpeakerHmmOptions } from '../clustering/speakerHmm.ts';
import type { FeatureTrack } from '../features/featureTrack.ts';
import type { SpeakerCount } from '../speakerCount.ts';
import { frameLabels } from './frameLabels.ts';
import { joinAlike, piecesOf } from './joinAlike.ts';
import { speakerSpace } from './speakerSpace.ts';
import { commonVoice } from './voiceModels.ts';
import type { VoiceWindow } from './windowVectors.ts';

/** Rather too many speakers than too few: those that are alike are joined afterwards. */
const hmm: SpeakerHmmOptions = {
  acousticWeight: 0.2,
  strictness: 2,
  stay: 0.9,
  stayAfterPause: 0.3,
  learnsShares: true,
};
/** A tree over more points takes too much memory: neighbouring windows are put together first. */
const mostLeaves = 1200;
/** Speakers to begin with, of whom most die out. */
const mostAtStart = 16;

/**
 * @returns speaker of each window, from 0 on, and how many they are
 * @throws AppError `cancelled`
 */
export async function groupWindows(
  track: FeatureTrack,
  floor: number,
  windows: readonly VoiceWindow[],
  count: SpeakerCount,
  signal?: AbortSignal,
): Promise<{ labels: Int32Array; speakers: number }> {
  if (windows.length < 2 || (count.exactly ?? count.atMost) === 1)
    return { labels: new Int32Array(windows.length), speakers: 1 };
  const least = Math.min(windows.length, count.exactly ?? count.atLeast);
  const { points, spread } = speakerSpace(windows);
  const tree = wardTree(windows, points);
  const voice = commonVoice(track, floor);
  if (!voice) return renumber(tree(least));
  const start = tree(Math.min(windows.length, Math.max(mostAtStart, least)));
  const size = 1 + start.reduce((a, b) => Math.max(a, b), 0);
  const isAfterPause = windows.map(
    ({ stretch }, index) => index > 0 && windows[index - 1]?.stretch !== stretch,
  );
  const fitted = await fitSpeakerHmm(points, spread, start, size, isAfterPause, hmm, signal);
  const labels = new Set(fitted.labels).size < least ? tree(least) : fitted.labels;
  const pieces = await piecesOf(track, frameLabels(track, windows, labels), floor, voice, signal);
  return renumber(await joinAlike(voice, points, labels, pieces, count, signal));
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
