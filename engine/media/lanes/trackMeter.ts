import { createBlockList } from './blockList.ts';
import { copyMono, filterCoefficients, splitStereo, sumOfProducts, weighSamples } from './measureSamples.ts';

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
  const coefficients = filterCoefficients(sampleRate);
  const lists = { left: createBlockList(), right: createBlockList(), mixed: createBlockList() };
  /** Four of each channel. */
  const state = new Float64Array(8);
  /** Squares of the left, of the right, and their products. */
  const sums = new Float64Array(3);
  const peaks = new Int32Array(3);
  const weighted = [new Float64Array(blockLength), new Float64Array(blockLength)] as const;
  let inBlock = 0;

  function closeBlock(): void {
    const scale = 1 / (blockLength * fullScale * fullScale);
    const [left = 0, right = 0, products = 0] = sums;
    lists.left.add(left * scale);
    lists.right.add(right * scale);
    lists.mixed.add((Math.max(0, left + 2 * products + right) / 4) * scale);
    sums.fill(0);
    inBlock = 0;
  }

  /** `count` frames from `from` on, all within one block. */
  function measure(samples: Int16Array, from: number, count: number): void {
    const [first, second] = weighted;
    const weigh = (channel: 0 | 1) =>
      weighSamples(
        samples,
        from * channels + channel,
        channels,
        count,
        coefficients,
        state,
        4 * channel,
        weighted[channel],
      );
    const left = weigh(0);
    const isStereo = channels === 2;
    sums[0] = (sums[0] as number) + left;
    sums[1] = (sums[1] as number) + (isStereo ? weigh(1) : left);
    sums[2] = (sums[2] as number) + (isStereo ? sumOfProducts(first, second, count) : left);
  }

  /** Counts frames of a block, and closes it when it is full. */
  function advance(total: number, measureFrames: (from: number, count: number) => void): void {
    for (let done = 0; done < total; ) {
      const count = Math.min(total - done, blockLength - inBlock);
      measureFrames(done, count);
      done += count;
      inBlock += count;
      if (inBlock === blockLength) closeBlock();
    }
  }

  return {
    add(samples, mixed, left) {
      if (channels === 2) splitStereo(samples, mixed, left, peaks);
      else copyMono(samples, mixed, peaks);
      advance(samples.length / channels, (from, count) => measure(samples, from, count));
    },
    addSilence(samples) {
      // Filters at rest stay at rest; what rings on for some milliseconds is nothing to a block.
      state.fill(0);
      advance(samples, () => undefined);
    },
    finish() {
      if (inBlock > blockLength / 4 || lists.mixed.values().length === 0) closeBlock();
      const [left = 0, right = 0, mixed = 0] = peaks;
      return {
        left: lists.left.values(),
        right: lists.right.values(),
        mixed: lists.mixed.values(),
        peaks: { left: left / fullScale, right: right / fullScale, mixed: mixed / fullScale },
      };
    },
  };
}
