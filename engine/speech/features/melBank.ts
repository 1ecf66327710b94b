/** One triangle of the bank: `weights[i]` belongs to the spectrum's bin `first + i`. */
interface MelBand {
  first: number;
  weights: Float64Array;
}

export interface MelBank {
  readonly bands: number;
  /** @param energies receives one sum a band */
  apply(power: Float64Array, energies: Float64Array): void;
}

/**
 * Overlapping triangles, evenly spaced and evenly steep on the mel scale 1127 ln(1 + f / 700), as Kaldi's
 * `mel-computations.cc` lays them out: the last bin of the spectrum is in none of them.
 *
 * @param size of the transform
 * @param high Hz
 */
export function createMelBank(bands: number, size: number, rate: number, low: number, high: number): MelBank {
  const lowest = mel(low);
  const step = (mel(high) - lowest) / (bands + 1);
  const list: MelBand[] = [];
  for (let band = 0; band < bands; band++) {
    const left = lowest + band * step;
    const centre = left + step;
    const right = centre + step;
    const weights: number[] = [];
    let first = -1;
    for (let bin = 0; bin < size / 2; bin++) {
      const at = mel((bin * rate) / size);
      if (at <= left || at >= right) continue;
      if (first < 0) first = bin;
      weights.push(at <= centre ? (at - left) / step : (right - at) / step);
    }
    list.push({ first: Math.max(0, first), weights: Float64Array.from(weights) });
  }
  return {
    bands,
    apply(power, energies) {
      for (let band = 0; band < bands; band++) {
        const { first, weights } = list[band] as MelBand;
        let sum = 0;
        for (let index = 0; index < weights.length; index++)
          sum += (weights[index] as number) * (power[first + index] as number);
        energies[band] = sum;
      }
    },
  };
}

function mel(hertz: number): number {
  return 1127 * Math.log(1 + hertz / 700);
}
