import { kWeighting } from '../loudness/kWeighting.ts';
import { createBlockList } from './blockList.ts';

/** What was measured of a track, in blocks of 100 ms of K-weighted samples at full scale 1. */
export interface TrackMeasure {
  /** Mean squares of the left (or only) channel, of the right, and of both mixed. */
  left: Float64Array;
  right: Float64Array;
  mixed: Float64Array;
  /** Largest samples, 0 to 1. */
  peaks: { left: number; right: number; mixed: number };
}

export interface TrackMeter {
  /** Measures interleaved samples and writes those of both channels mixed, and of the left one, into the arrays given. */
  add(samples: Int16Array, mixed: Int16Array, left: Int16Array): void;
  addSilence(samples: number): void;
  finish(): TrackMeasure;
}

const fullScale = 32768;

/**
 * Measures all that is decided later of a track while it is decoded. The weighting is linear, so that of the mix is the
 * mean of both channels': one pass of two filters a channel gives the loudness of all three.
 */
export function createTrackMeter(channels: 1 | 2, sampleRate: number): TrackMeter {
  const blockLength = sampleRate / 10;
  const { shelf, highPass } = kWeighting(sampleRate);
  const lists = { left: createBlockList(), right: createBlockList(), mixed: createBlockList() };
  /** Of each filter of each channel, transposed direct form II. */
  const state = new Float64Array(8);
  const sums = { left: 0, right: 0, cross: 0 };
  const peaks = { left: 0, right: 0, mixed: 0 };
  let inBlock = 0;

  function closeBlock(): void {
    const scale = 1 / (blockLength * fullScale * fullScale);
    lists.left.add(sums.left * scale);
    lists.right.add(sums.right * scale);
    lists.mixed.add(Math.max(0, (sums.left + 2 * sums.cross + sums.right) / 4) * scale);
    sums.left = 0;
    sums.right = 0;
    sums.cross = 0;
    inBlock = 0;
  }

  /** `count` frames from `from` on, all within one block. The state is in locals: this loop is most of our own time. */
  function measure(samples: Int16Array, from: number, count: number): void {
    const { b0, b1, b2, a1, a2 } = shelf;
    const { a1: c1, a2: c2 } = highPass;
    let [p1 = 0, p2 = 0, q1 = 0, q2 = 0, r1 = 0, r2 = 0, s1 = 0, s2 = 0] = state;
    let { left: sumLeft, right: sumRight, cross } = sums;
    const isStereo = channels === 2;
    for (let index = from; index < from + count; index++) {
      const x = samples[isStereo ? 2 * index : index] as number;
      const w = b0 * x + p1;
      p1 = b1 * x - a1 * w + p2;
      p2 = b2 * x - a2 * w;
      const y = w + q1;
      q1 = -2 * w - c1 * y + q2;
      q2 = w - c2 * y;
      sumLeft += y * y;
      if (!isStereo) continue;
      const u = samples[2 * index + 1] as number;
      const v = b0 * u + r1;
      r1 = b1 * u - a1 * v + r2;
      r2 = b2 * u - a2 * v;
      const z = v + s1;
      s1 = -2 * v - c1 * z + s2;
      s2 = v - c2 * z;
      sumRight += z * z;
      cross += y * z;
    }
    state.set([p1, p2, q1, q2, r1, r2, s1, s2]);
    // What rings on in silence becomes numbers too small to be fast.
    for (let index = 0; index < state.length; index++)
      if (Math.abs(state[index] as number) < 1e-9) state[index] = 0;
    sums.left = sumLeft;
    sums.right = isStereo ? sumRight : sumLeft;
    sums.cross = isStereo ? cross : sumLeft;
  }

  function split(samples: Int16Array, mixed: Int16Array, left: Int16Array): void {
    let most = peaks.mixed;
    let mostLeft = peaks.left;
    let mostRight = peaks.right;
    for (let index = 0; index < mixed.length; index++) {
      const a = samples[2 * index] as number;
      const b = samples[2 * index + 1] as number;
      const sum = (a + b) >> 1;
      left[index] = a;
      mixed[index] = sum;
      most = Math.max(most, Math.abs(sum));
      mostLeft = Math.max(mostLeft, Math.abs(a));
      mostRight = Math.max(mostRight, Math.abs(b));
    }
    Object.assign(peaks, { mixed: most, left: mostLeft, right: mostRight });
  }

  function copy(samples: Int16Array, mixed: Int16Array): void {
    let most = peaks.mixed;
    for (let index = 0; index < samples.length; index++)
      most = Math.max(most, Math.abs(samples[index] as number));
    mixed.set(samples);
    Object.assign(peaks, { mixed: most, left: most, right: most });
  }

  return {
    add(samples, mixed, left) {
      if (channels === 2) split(samples, mixed, left);
      else copy(samples, mixed);
      const total = samples.length / channels;
      for (let done = 0; done < total; ) {
        const count = Math.min(total - done, blockLength - inBlock);
        measure(samples, done, count);
        done += count;
        inBlock += count;
        if (inBlock === blockLength) closeBlock();
      }
    },
    addSilence(samples) {
      // Filters at rest stay at rest; what rings on for some milliseconds is nothing to a block.
      state.fill(0);
      for (let left = samples; left > 0; ) {
        const count = Math.min(left, blockLength - inBlock);
        left -= count;
        inBlock += count;
        if (inBlock === blockLength) closeBlock();
      }
    },
    finish() {
      if (inBlock > blockLength / 4 || lists.mixed.values().length === 0) closeBlock();
      return {
        left: lists.left.values(),
        right: lists.right.values(),
        mixed: lists.mixed.values(),
        peaks: {
          left: peaks.left / fullScale,
          right: peaks.right / fullScale,
          mixed: peaks.mixed / fullScale,
        },
      };
    },
  };
}
