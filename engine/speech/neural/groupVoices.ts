import { agglomerate, cutTree } from '../clustering/agglomerate.ts';
import type { SpeakerCount } from '../speakerCount.ts';
import { unitLength } from '../spectral/voicePrint.ts';

/** Voices that are further apart, as 1 - cosine, are two speakers: what is usual for models of this kind. */
const farthest = 0.65;
/** A tree over more takes too much memory; of longer recordings, parts are grouped first. */
const mostAtOnce = 1500;
const mostOfPart = 60;

/**
 * Voices of all windows to speakers, by average linkage of the cosine.
 *
 * @param embeddings of length 1
 * @param weights how much is known of each: its milliseconds
 * @returns the middle of each speaker, of length 1, those with most voice first
 */
export function groupVoices(
  embeddings: readonly Float32Array<ArrayBuffer>[],
  weights: readonly number[],
  { exactly, atLeast, atMost }: SpeakerCount,
): Float32Array<ArrayBuffer>[] {
  let points: Voice[] = embeddings.map((embedding, index) => ({ embedding, weight: weights[index] ?? 1 }));
  while (points.length > mostAtOnce) {
    const parts: Voice[][] = [];
    for (let from = 0; from < points.length; from += mostAtOnce)
      parts.push(points.slice(from, from + mostAtOnce));
    points = parts.flatMap((part) => joined(part, { distance: farthest / 2, atMost: mostOfPart }));
  }
  const until = exactly === undefined ? { distance: farthest, atLeast, atMost } : { count: exactly };
  return joined(points, until)
    .sort((a, b) => b.weight - a.weight)
    .map(({ embedding }) => embedding);
}

interface Voice {
  embedding: Float32Array<ArrayBuffer>;
  weight: number;
}

function joined(points: readonly Voice[], until: Parameters<typeof cutTree>[2]): Voice[] {
  const merges = agglomerate(
    points.length,
    (left, right) => 1 - cosine(points[left]?.embedding, points[right]?.embedding),
    'average',
    points.map(({ weight }) => weight),
  );
  const groups = new Map<number, { sum: Float32Array; weight: number }>();
  for (const [index, group] of cutTree(points.length, merges, until).entries()) {
    const { embedding, weight } = points[index] as Voice;
    const known = groups.get(group) ?? { sum: new Float32Array(embedding.length), weight: 0 };
    known.weight += weight;
    for (let d = 0; d < embedding.length; d++)
      known.sum[d] = (known.sum[d] as number) + weight * (embedding[d] as number);
    groups.set(group, known);
  }
  return [...groups.values()].map(({ sum, weight }) => ({ embedding: unitLength(sum), weight }));
}

/** Of vectors of length 1. */
export function cosine(left: Float32Array | undefined, right: Float32Array | undefined): number {
  let sum = 0;
  if (left && right) for (let d = 0; d < left.length; d++) sum += (left[d] as number) * (right[d] as number);
  return sum;
}
