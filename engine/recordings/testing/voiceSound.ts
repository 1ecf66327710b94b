const rate = 16_000;

/** Vowels by their first three formants, hertz (Peterson and Barney 1952). */
const vowels: readonly (readonly number[])[] = [
  [730, 1090, 2440],
  [270, 2290, 3010],
  [570, 840, 2410],
  [530, 1840, 2480],
  [300, 870, 2240],
];
const bandwidths = [60, 90, 150];

export interface VoiceOptions {
  /** Hertz of its pitch. */
  pitch?: number;
  /** How much longer, or shorter, the throat is: formants by this factor. */
  throat?: number;
}

/**
 * Something that sounds like a voice and says nothing: vowels in syllables, from pulses through resonators, as the first
 * speech synthesisers made them. Takes the real way of voice detection.
 *
 * @returns samples at 16 kHz, -1 to 1
 */
export function voiceSound(ms: number, { pitch = 120, throat = 1 }: VoiceOptions = {}): Float32Array {
  const samples = new Float32Array(Math.round((ms * rate) / 1000));
  const syllable = Math.round(rate * 0.22);
  let phase = 0;
  const states = bandwidths.map(() => ({ y1: 0, y2: 0 }));
  for (let index = 0; index < samples.length; index++) {
    const time = index / rate;
    const number = Math.floor(index / syllable);
    const within = (index % syllable) / syllable;
    const from = vowels[number % vowels.length] ?? [];
    const to = vowels[(number + 1) % vowels.length] ?? [];
    // A tune over a sentence, and a little tremor.
    const hertz =
      pitch * (1 + 0.12 * Math.sin(2 * Math.PI * 0.6 * time) + 0.015 * Math.sin(2 * Math.PI * 5.5 * time));
    phase += hertz / rate;
    let source = 0;
    if (phase >= 1) {
      phase -= 1;
      source = 1;
    }
    source += 0.004 * noise(index);
    let value = source;
    for (const [formant, state] of states.entries()) {
      const glide = Math.max(0, (within - 0.7) / 0.3);
      const centre = ((from[formant] ?? 500) * (1 - glide) + (to[formant] ?? 500) * glide) * throat;
      const radius = Math.exp((-Math.PI * (bandwidths[formant] ?? 100)) / rate);
      const a1 = 2 * radius * Math.cos((2 * Math.PI * centre) / rate);
      const a2 = -radius * radius;
      const out = (1 - a1 - a2) * value + a1 * state.y1 + a2 * state.y2;
      state.y2 = state.y1;
      state.y1 = out;
      value = out;
    }
    const loudness = Math.sin(Math.PI * Math.min(1, within * 1.1)) ** 0.6;
    samples[index] = value * loudness;
  }
  const loudest = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  return samples.map((value) => (value / loudest) * 0.5);
}

/** The same for the same place. */
function noise(index: number): number {
  const mixed = Math.imul(index + 1, 0x9e3779b1) ^ (index << 7);
  return ((mixed >>> 8) & 0xffff) / 32_768 - 1;
}

/** Silence of a room: as good as nothing, but not nothing. */
export function quiet(ms: number): Float32Array {
  return Float32Array.from(
    { length: Math.round((ms * rate) / 1000) },
    (_, index) => 0.0005 * noise(index * 3),
  );
}

export function join(...pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A wave file, 16 bit. One array a channel. */
export function waveFile(...channels: readonly Float32Array[]): Buffer {
  const frames = Math.max(...channels.map(({ length }) => length));
  const block = channels.length * 2;
  const data = Buffer.alloc(frames * block);
  for (const [channel, samples] of channels.entries())
    for (const [frame, value] of samples.entries())
      data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, value)) * 32_767), frame * block + channel * 2);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels.length, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * block, 28);
  head.writeUInt16LE(block, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
