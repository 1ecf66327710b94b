import { expect, it } from 'vitest';
import { fbankBins, fbankFrames, kaldiFbank } from './kaldiFbank.ts';

/** A tone that rises from 200 Hz, with noise and an offset; every machine makes the same numbers. */
function knownSignal(): Float32Array {
  const count = 16_000;
  let state = 1;
  return Float32Array.from({ length: count }, (_, index) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    const tone = 0.3 * Math.sin((2 * Math.PI * (200 + (1500 * index) / count) * index) / 16_000);
    return tone + 0.05 * (state / 1_073_741_824 - 1) + 0.1;
  });
}

/**
 * What kaldi-native-fbank (in sherpa-onnx 1.13.8) gives for the fourth frame of that signal with its povey window and
 * bands up to 7600 Hz. Its frames are centred, so that this one begins at sample 360.
 */
const known = [
  12.3195, 11.3413, 12.9387, 12.0505, 13.5734, 14.8672, 16.1006, 17.8415, 20.3981, 22.6761, 23.2898, 22.771,
  21.2027, 18.4317, 16.9081, 15.5785, 16.7952, 16.4317, 15.4579, 16.7488, 17.1257, 15.6694, 15.8389, 16.7309,
  17.3228, 17.7815, 17.3741, 15.7344, 17.1979, 17.0099, 18.2881, 18.5602, 17.4106, 18.2179, 17.8784, 18.8775,
  19.9926, 19.8912, 17.8959, 18.5016, 18.6577, 18.8174, 18.8248, 18.4682, 18.1989, 17.0166, 18.0718, 18.7697,
  19.0094, 19.3448, 20.0353, 19.7972, 20.1614, 20.4944, 19.0786, 20.0206, 20.514, 20.8905, 21.1959, 21.0293,
  21.6775, 21.189, 20.6452, 20.8081, 20.7718, 21.9627, 21.3754, 20.3854, 22.4536, 21.9346, 21.4883, 22.2155,
  22.8336, 21.653, 20.1264, 21.8892, 22.7763, 21.7672, 21.4599, 21.5214,
];

it('gives the numbers of Kaldi', () => {
  const frame = knownSignal().subarray(360, 760);
  const bands = kaldiFbank(frame, { window: 'povey', scale: 32768, highest: 7600 });
  expect(bands).toHaveLength(fbankBins);
  for (const [bin, value] of bands.entries()) expect(value).toBeCloseTo(known[bin] ?? Number.NaN, 3);
});

it('moves by 10 ms and gives no frame that would reach past the end', () => {
  expect([399, 400, 559, 560, 16_000].map(fbankFrames)).toEqual([0, 1, 1, 2, 98]);
  const signal = knownSignal();
  const options = { window: 'hamming', scale: 1 } as const;
  const all = kaldiFbank(signal, options);
  expect(all).toHaveLength(98 * fbankBins);
  expect(all.subarray(3 * fbankBins, 4 * fbankBins)).toEqual(kaldiFbank(signal.subarray(480, 880), options));
});

it('adds the same to every band when the scale changes', () => {
  const signal = knownSignal();
  const small = kaldiFbank(signal, { window: 'povey', scale: 1 });
  const large = kaldiFbank(signal, { window: 'povey', scale: 32768 });
  const shift = 2 * Math.log(32768);
  for (const [index, value] of large.subarray(0, 400).entries())
    expect(value - (small[index] ?? 0)).toBeCloseTo(shift, 3);
});
