import { createRandom, gaussian } from './random.ts';

const rate = 16_000;

export interface VowelVoice {
  /** Hz. */
  pitch: number;
  /** Of all formants: 1 for a man, some 1.2 for a woman. */
  tract: number;
  /** Share of breath in the voice, 0 to 1. */
  breath: number;
}

/** First three formants of a, e, i, o, u and schwa of a man, in Hz (Peterson and Barney 1952). */
const vowels = [
  [730, 1090, 2440],
  [530, 1840, 2480],
  [270, 2290, 3010],
  [570, 840, 2410],
  [300, 870, 2240],
  [490, 1350, 1690],
] as const;
const bandwidths = [80, 110, 160] as const;

/**
 * Babble of one voice: syllables of vowels with a hiss between them, pitch rising and falling. No words, but voice to
 * a detector of voice, and a person to what tells persons apart.
 *
 * @param seconds about so long
 */
export function babble(voice: VowelVoice, seconds: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const samples = new Float32Array(Math.round(seconds * rate));
  const memory = new Float64Array(6);
  let phase = 0;
  let at = 0;
  while (at < samples.length) {
    const hiss = Math.round(rate * (0.03 + 0.05 * random()));
    for (let index = 0; index < hiss && at < samples.length; index++, at++)
      samples[at] = 0.02 * gaussian(random) * Math.sin((Math.PI * index) / hiss);
    const length = Math.round(rate * (0.12 + 0.16 * random()));
    const from = vowels[Math.floor(random() * vowels.length)] ?? vowels[0];
    const to = vowels[Math.floor(random() * vowels.length)] ?? vowels[0];
    const lift = 0.9 + 0.2 * random();
    for (let index = 0; index < length && at < samples.length; index++, at++) {
      const share = index / length;
      phase += (voice.pitch * lift * (1.05 - 0.1 * share) * (1 + 0.01 * gaussian(random))) / rate;
      const pulse = phase >= 1 ? 1 : 0;
      if (phase >= 1) phase -= 1;
      let value = pulse + 0.02 * voice.breath * gaussian(random);
      for (const [formant, width] of bandwidths.entries()) {
        const hertz = voice.tract * ((from[formant] ?? 0) * (1 - share) + (to[formant] ?? 0) * share);
        value = resonate(memory, formant, value, hertz, width * voice.tract);
      }
      samples[at] = value * Math.sin(Math.PI * share) ** 0.5;
    }
    if (random() < 0.15) at += Math.round(rate * 0.15 * random());
  }
  const most = samples.reduce((a, b) => Math.max(a, Math.abs(b)), 1e-9);
  return samples.map((value) => (0.5 * value) / most);
}

/** A resonator of two poles, of gain 1 at 0 Hz (Klatt 1980). */
function resonate(memory: Float64Array, index: number, value: number, hertz: number, width: number): number {
  const c = -Math.exp((-2 * Math.PI * width) / rate);
  const b = 2 * Math.exp((-Math.PI * width) / rate) * Math.cos((2 * Math.PI * hertz) / rate);
  const a = 1 - b - c;
  const result = a * value + b * (memory[2 * index] as number) + c * (memory[2 * index + 1] as number);
  memory[2 * index + 1] = memory[2 * index] as number;
  memory[2 * index] = result;
  return result;
}
