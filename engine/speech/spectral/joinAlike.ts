import { throwIfAborted, yieldToEventLoop } from '#base';
import type { FeatureTrack } from '../features/featureTrack.ts';
import type { SpeakerCount } from '../speakerCount.ts';
import { separation } from './separation.ts';
import {
  addStatistics,
  type CommonVoice,
  emptyStatistics,
  likelihoodRatio,
  statisticsOf,
  type VoiceStatistics,
} from './voiceModels.ts';
import { windowsPerSecond } from './windowVectors.ts';

/** What somebody says without a break is looked at in pieces of at most 3 s of loud frames and at least 0.2 s. */
const mostPieceFrames = 300;
const leastPieceFrames = 20;
/**
 * Speakers that differ by less are one. Chosen on monologues and conversations of eleven people in dry rooms, in
 * echo, on the telephone, through mp3 and over music; from 7 to 8 nothing much changes, and the middle of that is taken:
 * a recording that stands at the edge would change with its loudness.
 */
const leastDifference = 7.5;
/** Nobody is found who speaks for less. */
const leastSeconds = 0.75;
/** Little speech differs more by chance, and so counts for less: by this power of the seconds, up to the most. */
const secondsPower = 0.3;
const usualSeconds = 6;
const mostSeconds = 12;

/** A piece of what one speaker says. */
export interface Piece {
  speaker: number;
  statistics: VoiceStatistics;
}

/**
 * What each speaker says, in pieces.
 *
 * @param labels speaker of each frame; -1 where nobody is known
 * @throws AppError `cancelled`
 */
export async function piecesOf(
  track: FeatureTrack,
  labels: Int32Array,
  floor: number,
  voice: CommonVoice,
  signal?: AbortSignal,
): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const { from, to } of track.stretches) {
    throwIfAborted(signal);
    await yieldToEventLoop();
    for (let start = from; start < to; ) {
      const speaker = labels[start] as number;
      const loud: number[] = [];
      let end = start;
      for (; end < to && labels[end] === speaker && loud.length < mostPieceFrames; end++)
        if ((track.level[end] as number) > floor) loud.push(end);
      if (speaker >= 0 && loud.length >= leastPieceFrames)
        pieces.push({ speaker, statistics: statisticsOf(track, loud, voice) });
      start = end;
    }
  }
  return pieces;
}

interface Speaker {
  points: Float64Array[];
  pieces: VoiceStatistics[];
  all: VoiceStatistics;
}

interface Pair {
  into: number;
  from: number;
  divergence: number;
  difference: number;
}

/**
 * Joins the two speakers that are most alike until all that are left differ clearly. What is asked for ends the same
 * way sooner or later, so that a count that would be found anyway changes nothing.
 *
 * @param points of windows, where the scatter within a speaker is 1
 * @param labels speaker of each window
 * @param pieces of the same speakers
 * @returns labels of those that are left, not renumbered
 * @throws AppError `cancelled`
 */
export async function joinAlike(
  voice: CommonVoice,
  points: readonly Float64Array[],
  labels: Int32Array,
  pieces: readonly Piece[],
  { exactly, atLeast, atMost }: SpeakerCount,
  signal?: AbortSignal,
): Promise<Int32Array> {
  const speakers = gather(voice, points, labels, pieces);
  const joined = Int32Array.from(labels);
  let pairs: Pair[] = [];
  const compareWithAll = (number: number, others: Iterable<number>) => {
    const one = speakers.get(number);
    for (const other of others) {
      const another = speakers.get(other);
      if (one && another && other !== number)
        pairs.push({ into: other, from: number, ...compare(another, one) });
    }
  };
  const numbers = [...speakers.keys()];
  for (const [index, number] of numbers.entries()) compareWithAll(number, numbers.slice(0, index));
  while (speakers.size > (exactly ?? atLeast)) {
    throwIfAborted(signal);
    await yieldToEventLoop();
    const isWanted = exactly !== undefined || speakers.size > atMost;
    let least: Pair | undefined;
    for (const pair of pairs)
      if (
        (isWanted || pair.difference < leastDifference) &&
        !(pair.divergence >= (least?.divergence ?? Infinity))
      )
        least = pair;
    const [left, right] = [speakers.get(least?.into ?? -1), speakers.get(least?.from ?? -1)];
    if (!least || !left || !right) break;
    const { into, from } = least;
    // Of a long recording there are more than one call can be given.
    for (const point of right.points) left.points.push(point);
    for (const piece of right.pieces) left.pieces.push(piece);
    addStatistics(left.all, right.all);
    speakers.delete(from);
    for (const [index, label] of joined.entries()) if (label === from) joined[index] = into;
    pairs = pairs.filter((pair) => ![pair.into, pair.from].some((one) => one === into || one === from));
    compareWithAll(into, speakers.keys());
  }
  return joined;
}

function gather(
  voice: CommonVoice,
  points: readonly Float64Array[],
  labels: Int32Array,
  pieces: readonly Piece[],
): Map<number, Speaker> {
  const speakers = new Map<number, Speaker>();
  for (const [index, point] of points.entries()) {
    const label = labels[index] as number;
    const speaker = speakers.get(label) ?? { points: [], pieces: [], all: emptyStatistics(voice) };
    speaker.points.push(point);
    speakers.set(label, speaker);
  }
  for (const { speaker: label, statistics } of pieces) {
    const speaker = speakers.get(label);
    if (!speaker) continue;
    speaker.pieces.push(statistics);
    addStatistics(speaker.all, statistics);
  }
  return speakers;
}

/**
 * Two people differ both in how far apart they are and in leaving a gap between them; one person who comes nearer,
 * turns away or gets excited rarely does both.
 */
function compare(left: Speaker, right: Speaker): { divergence: number; difference: number } {
  const divergence = fit(left, right) + fit(right, left);
  const seconds = Math.min(left.points.length, right.points.length) / windowsPerSecond;
  const trust = (Math.min(seconds, mostSeconds) / usualSeconds) ** secondsPower;
  const difference = Math.max(0, divergence) * separation(left.points, right.points) * trust;
  return { divergence, difference: seconds < leastSeconds ? 0 : difference };
}

/**
 * How much better the pieces of a speaker fit that speaker than another, a frame: the cross likelihood ratio
 * (Reynolds, Singer, Carlson, O'Leary, McLaughlin, Zissman: Blind clustering of speech utterances, 1998), with each
 * piece left out of its own speaker. Otherwise whatever a speaker was made of by chance would speak for it.
 */
function fit(own: Speaker, other: Speaker): number {
  let sum = 0;
  for (const piece of own.pieces)
    sum += likelihoodRatio(piece, own.all, piece) - likelihoodRatio(piece, other.all);
  return own.all.frames > 0 ? sum / own.all.frames : 0;
}
