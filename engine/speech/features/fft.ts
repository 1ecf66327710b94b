/** Fourier transforms of one size, their tables made once. */
export interface RealTransform {
  readonly size: number;
  /**
   * |X|² of `size` real samples.
   *
   * @param power receives size / 2 + 1 values, from 0 Hz to half the rate
   */
  power(samples: Float32Array | Float64Array, power: Float64Array): void;
}

/** @param size a power of two, at least 4 */
export function createRealTransform(size: number): RealTransform {
  const half = size / 2;
  const real = new Float64Array(half);
  const imaginary = new Float64Array(half);
  const cosines = Float64Array.from({ length: half }, (_, index) => Math.cos((-2 * Math.PI * index) / size));
  const sines = Float64Array.from({ length: half }, (_, index) => Math.sin((-2 * Math.PI * index) / size));
  const order = bitReversed(half);

  /** In place, radix 2, over the `half` complex numbers; table entries are of `size`, hence the doubled stride. */
  function transform(): void {
    for (let length = 2; length <= half; length *= 2) {
      const stride = size / length;
      const middle = length / 2;
      for (let start = 0; start < half; start += length) {
        for (let offset = 0; offset < middle; offset++) {
          const even = start + offset;
          const odd = even + middle;
          const cosine = cosines[offset * stride] as number;
          const sine = sines[offset * stride] as number;
          const oddReal = real[odd] as number;
          const oddImaginary = imaginary[odd] as number;
          const turnedReal = oddReal * cosine - oddImaginary * sine;
          const turnedImaginary = oddReal * sine + oddImaginary * cosine;
          const evenReal = real[even] as number;
          const evenImaginary = imaginary[even] as number;
          real[odd] = evenReal - turnedReal;
          imaginary[odd] = evenImaginary - turnedImaginary;
          real[even] = evenReal + turnedReal;
          imaginary[even] = evenImaginary + turnedImaginary;
        }
      }
    }
  }

  return {
    size,
    power(samples, power) {
      // Pairs of real samples as one complex number: half the work, taken apart again below.
      for (let index = 0; index < half; index++) {
        const target = order[index] as number;
        real[target] = samples[2 * index] as number;
        imaginary[target] = samples[2 * index + 1] as number;
      }
      transform();
      for (let index = 0; index <= half; index++) {
        const here = index === half ? 0 : index;
        const there = index === 0 || index === half ? 0 : half - index;
        const evenReal = ((real[here] as number) + (real[there] as number)) / 2;
        const evenImaginary = ((imaginary[here] as number) - (imaginary[there] as number)) / 2;
        const oddReal = ((imaginary[here] as number) + (imaginary[there] as number)) / 2;
        const oddImaginary = ((real[there] as number) - (real[here] as number)) / 2;
        const cosine = index === half ? -1 : (cosines[index] as number);
        const sine = index === half ? 0 : (sines[index] as number);
        const sumReal = evenReal + cosine * oddReal - sine * oddImaginary;
        const sumImaginary = evenImaginary + cosine * oddImaginary + sine * oddReal;
        power[index] = sumReal * sumReal + sumImaginary * sumImaginary;
      }
    },
  };
}

function bitReversed(size: number): Uint32Array {
  const order = new Uint32Array(size);
  const bits = Math.log2(size);
  for (let index = 0; index < size; index++) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) if (index & (1 << bit)) reversed |= 1 << (bits - 1 - bit);
    order[index] = reversed;
  }
  return order;
}
