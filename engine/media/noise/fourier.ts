/** Fourier transforms of one size, in place, of complex numbers. */
export interface Fourier {
  forward(real: Float64Array, imaginary: Float64Array): void;
  /** With the factor 1 / size. */
  inverse(real: Float64Array, imaginary: Float64Array): void;
}

/** Radix 2. @param size a power of two */
export function createFourier(size: number): Fourier {
  const cosines = Float64Array.from({ length: size / 2 }, (_, index) =>
    Math.cos((2 * Math.PI * index) / size),
  );
  const sines = Float64Array.from({ length: size / 2 }, (_, index) => Math.sin((2 * Math.PI * index) / size));
  const bits = Math.log2(size);
  const reversed = Uint32Array.from({ length: size }, (_, index) => {
    let result = 0;
    for (let bit = 0; bit < bits; bit++) if (index & (1 << bit)) result |= 1 << (bits - 1 - bit);
    return result;
  });

  function transform(real: Float64Array, imaginary: Float64Array, direction: 1 | -1): void {
    for (let index = 0; index < size; index++) {
      const other = reversed[index] as number;
      if (other <= index) continue;
      [real[index], real[other]] = [real[other] as number, real[index] as number];
      [imaginary[index], imaginary[other]] = [imaginary[other] as number, imaginary[index] as number];
    }
    for (let length = 2; length <= size; length *= 2) {
      const half = length / 2;
      const step = size / length;
      for (let start = 0; start < size; start += length) {
        for (let offset = 0; offset < half; offset++) {
          const even = start + offset;
          const odd = even + half;
          const cosine = cosines[offset * step] as number;
          const sine = direction * (sines[offset * step] as number);
          const a = real[odd] as number;
          const b = imaginary[odd] as number;
          const turnedReal = a * cosine + b * sine;
          const turnedImaginary = b * cosine - a * sine;
          real[odd] = (real[even] as number) - turnedReal;
          imaginary[odd] = (imaginary[even] as number) - turnedImaginary;
          real[even] = (real[even] as number) + turnedReal;
          imaginary[even] = (imaginary[even] as number) + turnedImaginary;
        }
      }
    }
  }

  return {
    forward: (real, imaginary) => transform(real, imaginary, 1),
    inverse(real, imaginary) {
      transform(real, imaginary, -1);
      for (let index = 0; index < size; index++) {
        real[index] = (real[index] as number) / size;
        imaginary[index] = (imaginary[index] as number) / size;
      }
    },
  };
}
