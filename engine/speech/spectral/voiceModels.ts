import type { FeatureTrack } from '../features/featureTrack.ts';
import { cepstra } from '../features/frameFeatures.ts';
import { componentShares, type FrameMixture, fitMixture } from './frameMixture.ts';
import { loudFrames } from './windowVectors.ts';

const mostComponents = 8;
/** Frames for each component: fewer do not tell its variance. */
const framesPerComponent = 60;
/** Of a long talk this many frames, evenly taken, tell as much. */
const mostFrames = 8000;
/** Frames that are counted in all, evenly taken: half an hour of them. */
const mostCounted = 200_000;
/** At most one frame in two: neighbours hear nearly the same. */
const leastStep = 2;
/** So many frames of a speaker weigh as much as what all speakers are. */
const relevance = 16;
const leastStrength = 0.5;
/** Pitch varies at least by so much, in natural logarithms. */
const leastPitchDeviation = 0.1;

/** What all voices of a recording are together, against which each is described. */
export interface CommonVoice {
  mixture: FrameMixture;
  components: number;
  /** Of the natural logarithm of the pitch. */
  pitch: { mean: number; deviation: number };
  /** One frame in so many is counted. */
  step: number;
}

/**
 * How some frames differ from the common voice: for each component, and for the pitch as one more, how many frames
 * there are (`counts`), and the sum of their distances from its middle in deviations (`sums`, `cepstra` a component).
 */
export interface VoiceStatistics {
  counts: Float32Array;
  sums: Float32Array;
  /** Frames that were counted. */
  frames: number;
}

/** @returns null where hardly anything is loud */
export function commonVoice(track: FeatureTrack, floor: number): CommonVoice | null {
  const loud = loudFrames(track.level, floor, 0, track.frames);
  const count = loud.length;
  let [voiced, sum, square] = [0, 0, 0];
  for (const frame of loud) {
    const pitch = pitchOf(track, frame);
    if (pitch === undefined) continue;
    voiced++;
    sum += pitch;
    square += pitch * pitch;
  }
  if (count < framesPerComponent) return null;
  const taken = evenly(loud, mostFrames);
  const components = Math.min(mostComponents, Math.floor(taken.length / framesPerComponent));
  const mean = voiced > 0 ? sum / voiced : 0;
  const variance = voiced > 0 ? square / voiced - mean * mean : 1;
  return {
    mixture: fitMixture(track.cepstrum, taken, components),
    components,
    pitch: { mean, deviation: Math.max(leastPitchDeviation, Math.sqrt(Math.max(0, variance))) },
    step: Math.max(leastStep, Math.ceil(count / mostCounted)),
  };
}

export function emptyStatistics({ components }: CommonVoice): VoiceStatistics {
  return {
    counts: new Float32Array(components + 1),
    sums: new Float32Array((components + 1) * cepstra),
    frames: 0,
  };
}

/** Of loud frames. */
export function statisticsOf(
  track: FeatureTrack,
  frames: readonly number[],
  voice: CommonVoice,
): VoiceStatistics {
  const { mixture, components, pitch } = voice;
  const statistics = emptyStatistics(voice);
  const { counts, sums } = statistics;
  const shares = new Float64Array(components);
  for (let index = 0; index < frames.length; index += voice.step) {
    const frame = frames[index] as number;
    componentShares(mixture, track.cepstrum, frame, shares);
    statistics.frames++;
    for (let m = 0; m < components; m++) {
      const share = shares[m] as number;
      if (share < 1e-3) continue;
      counts[m] = (counts[m] as number) + share;
      for (let d = 0; d < cepstra; d++) {
        const at = m * cepstra + d;
        const gap = (track.cepstrum[frame * cepstra + d] as number) - (mixture.means[at] as number);
        sums[at] = (sums[at] as number) + share * gap * Math.sqrt(mixture.precisions[at] as number);
      }
    }
    const height = pitchOf(track, frame);
    if (height === undefined) continue;
    counts[components] = (counts[components] as number) + 1;
    const at = components * cepstra;
    sums[at] = (sums[at] as number) + (height - pitch.mean) / pitch.deviation;
  }
  return statistics;
}

export function addStatistics(to: VoiceStatistics, from: VoiceStatistics): void {
  to.frames += from.frames;
  for (let m = 0; m < to.counts.length; m++)
    to.counts[m] = (to.counts[m] as number) + (from.counts[m] as number);
  for (let at = 0; at < to.sums.length; at++)
    to.sums[at] = (to.sums[at] as number) + (from.sums[at] as number);
}

/**
 * How much better the frames fit a speaker than the common voice: the logarithm of the likelihood ratio, where the
 * speaker's middles are those of the common voice moved towards the speaker's own frames (maximum a posteriori,
 * Reynolds, Quatieri, Dunn 2000) and each frame keeps its shares of the components.
 *
 * @param without frames among the speaker's own that are left out
 */
export function likelihoodRatio(
  frames: VoiceStatistics,
  speaker: VoiceStatistics,
  without?: VoiceStatistics,
): number {
  let ratio = 0;
  for (let m = 0; m < frames.counts.length; m++) {
    const heard = frames.counts[m] as number;
    if (heard === 0) continue;
    const weight = 1 / ((speaker.counts[m] as number) - (without?.counts[m] ?? 0) + relevance);
    for (let at = m * cepstra; at < (m + 1) * cepstra; at++) {
      const shift = ((speaker.sums[at] as number) - (without?.sums[at] ?? 0)) * weight;
      ratio += (frames.sums[at] as number) * shift - 0.5 * heard * shift * shift;
    }
  }
  return ratio;
}

function pitchOf(track: FeatureTrack, frame: number): number | undefined {
  const hertz = track.hertz[frame] as number;
  return hertz > 0 && (track.strength[frame] as number) > leastStrength ? Math.log(hertz) : undefined;
}

function evenly(frames: Int32Array, most: number): number[] {
  const step = Math.max(1, frames.length / most);
  const taken: number[] = [];
  for (let at = 0; at < frames.length; at += step) taken.push(frames[Math.floor(at)] as number);
  return taken;
}
