import { toLoudness } from '../loudness/gatedLoudness.ts';
import type { TrackMeasure } from './trackMeter.ts';

/**
 * `mixed`: one lane of both channels; `left`: one lane of the left channel, since the mix would cancel; `channels`: a lane
 * each.
 */
export type LaneChoice = 'mixed' | 'left' | 'channels';

export interface ChannelMeasure {
  /** Correlation of both channels over all that is loud, -1 to 1. */
  correlation: number;
  /** Share of the loud time in which one channel is heard and the other hardly. */
  alone: number;
  /** Share of the loud time in which one channel is heard and the other is as good as dead. */
  isolated: number;
  /** Loud time of the channel that has less of it, and the time that it has to itself; seconds. */
  lesserLoud: number;
  lesserAlone: number;
}

/** Blocks a second. */
const blockRate = 10;
/** Blocks this far under the loudest tenth are pauses, dB. */
const pauseDb = 30;
/** Microphones of one room are never this far apart, dB: what is said to one is heard by the other. */
const aloneDb = 12;
const isolatedDb = 25;

/** One channel is the other upside down: a cable with its wires crossed. */
const cancels = -0.8;
/** Voices of two people are nothing alike; one voice in two microphones is, or comes with a delay and no distance. */
const maxCorrelation = 0.3;
const minAlone = 0.6;
const minIsolated = 0.2;
/** A cough is no person, seconds. */
const minLesser = 2;

/** How unlike the channels of a stereo track are. */
export function measureChannels({ left, right, mixed }: TrackMeasure): ChannelMeasure {
  const loudness = Float64Array.from(left, (energy, index) => toLoudness(energy + (right[index] ?? 0)));
  const sorted = loudness.slice().sort();
  const pause = Math.max(-70, (sorted[Math.floor(sorted.length * 0.9)] ?? -70) - pauseDb);
  let [leftSum, rightSum, cross] = [0, 0, 0];
  let [loud, leftLoud, rightLoud, leftAlone, rightAlone, isolated] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < left.length; index++) {
    if ((loudness[index] as number) < pause) continue;
    const a = left[index] as number;
    const b = right[index] as number;
    loud++;
    leftSum += a;
    rightSum += b;
    // The mix is half the sum: 4m = a + 2c + b.
    cross += (4 * (mixed[index] as number) - a - b) / 2;
    const [leftLoudness, rightLoudness] = [toLoudness(a), toLoudness(b)];
    if (leftLoudness > pause) leftLoud++;
    if (rightLoudness > pause) rightLoud++;
    if (leftLoudness - rightLoudness > aloneDb) leftAlone++;
    if (rightLoudness - leftLoudness > aloneDb) rightAlone++;
    if (Math.abs(leftLoudness - rightLoudness) > isolatedDb) isolated++;
  }
  const power = Math.sqrt(leftSum * rightSum);
  return {
    correlation: power > 0 ? cross / power : 0,
    alone: (leftAlone + rightAlone) / Math.max(1, loud),
    isolated: isolated / Math.max(1, loud),
    lesserLoud: Math.min(leftLoud, rightLoud) / blockRate,
    lesserAlone: Math.min(leftAlone, rightAlone) / blockRate,
  };
}

/**
 * Whether the channels of a stereo track are different people (a call), by what was measured of them: unlike each other,
 * both of them speak, and they either take turns or are so far apart that nothing of one is heard in the other. Where it
 * is not clear they are mixed: two lanes of one room would say everything twice.
 */
export function chooseLanes(measure: ChannelMeasure): LaneChoice {
  const { correlation, alone, isolated, lesserLoud, lesserAlone } = measure;
  if (correlation < cancels) return 'left';
  const takeTurns = alone >= minAlone && lesserAlone >= minLesser;
  const areFar = isolated >= minIsolated && lesserLoud >= minLesser;
  return correlation < maxCorrelation && (takeTurns || areFar) ? 'channels' : 'mixed';
}
