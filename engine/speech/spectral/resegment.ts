import { throwIfAborted, yieldToEventLoop } from '#base';
import type { FeatureTrack } from '../features/featureTrack.ts';
import { type FrameMixture, fitMixture, logDensity } from './frameMixture.ts';

const rounds = 2;
const mostComponents = 4;
/** Frames for each component: fewer do not tell its variance. */
const framesPerComponent = 60;
/** Of a long talk this many frames, evenly taken, tell as much. */
const mostFrames = 6000;
/** A speaker with less than half a second cannot be modelled. */
const leastFrames = 50;
/** Neighbouring frames hear nearly the same, so that ten weigh as one; a change of speaker costs 20. */
const frameWeight = 0.1;
const changeCost = 20;

/**
 * Where exactly speakers change: a mixture for each of them, trained on what is said to be theirs, and the best way
 * through every stretch (Viterbi). Quiet frames say nothing and go with those around them.
 *
 * @param labels speaker of each frame; -1 where it is not known
 * @throws AppError `cancelled`
 */
export async function resegment(
  track: FeatureTrack,
  labels: Int32Array,
  speakers: number,
  floor: number,
  signal?: AbortSignal,
): Promise<Int32Array> {
  if (speakers < 2) return new Int32Array(labels.length);
  let current = labels;
  for (let round = 0; round < rounds; round++) {
    const mixtures: (FrameMixture | null)[] = [];
    for (let speaker = 0; speaker < speakers; speaker++) {
      throwIfAborted(signal);
      await yieldToEventLoop();
      mixtures.push(learn(track, current, speaker, floor));
    }
    const next = new Int32Array(labels.length);
    for (const stretch of track.stretches) {
      throwIfAborted(signal);
      await yieldToEventLoop();
      bestPath(track, mixtures, floor, stretch.from, stretch.to, next);
    }
    current = next;
  }
  return current;
}

function learn(track: FeatureTrack, labels: Int32Array, speaker: number, floor: number): FrameMixture | null {
  const isOwn = (frame: number) => labels[frame] === speaker && (track.level[frame] as number) > floor;
  let count = 0;
  for (let frame = 0; frame < labels.length; frame++) if (isOwn(frame)) count++;
  if (count < leastFrames) return null;
  const step = Math.max(1, Math.floor(count / mostFrames));
  const taken: number[] = [];
  for (let frame = 0, index = 0; frame < labels.length; frame++)
    if (isOwn(frame) && index++ % step === 0) taken.push(frame);
  const components = Math.max(1, Math.min(mostComponents, Math.floor(count / framesPerComponent)));
  return fitMixture(track.cepstrum, taken, components);
}

function bestPath(
  track: FeatureTrack,
  mixtures: readonly (FrameMixture | null)[],
  floor: number,
  from: number,
  to: number,
  labels: Int32Array,
): void {
  const speakers = mixtures.length;
  const cameFrom = new Uint8Array((to - from) * speakers);
  let scores = new Float64Array(speakers);
  let next = new Float64Array(speakers);
  for (let frame = from; frame < to; frame++) {
    const best = indexOfMost(scores);
    const changed = (scores[best] as number) - changeCost;
    const isLoud = (track.level[frame] as number) > floor;
    for (const [speaker, mixture] of mixtures.entries()) {
      const stays = frame === from || (scores[speaker] as number) >= changed;
      cameFrom[(frame - from) * speakers + speaker] = stays ? speaker : best;
      const heard = !mixture
        ? Number.NEGATIVE_INFINITY
        : isLoud
          ? frameWeight * logDensity(mixture, track.cepstrum, frame)
          : 0;
      next[speaker] = (stays ? (scores[speaker] as number) : changed) + heard;
    }
    [scores, next] = [next, scores];
  }
  let speaker = indexOfMost(scores);
  for (let frame = to - 1; frame >= from; frame--) {
    labels[frame] = speaker;
    speaker = cameFrom[(frame - from) * speakers + speaker] as number;
  }
}

function indexOfMost(values: Float64Array): number {
  let best = 0;
  for (const [index, value] of values.entries()) if (value > (values[best] as number)) best = index;
  return best;
}
