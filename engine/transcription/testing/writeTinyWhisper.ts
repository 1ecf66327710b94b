import { writeFile } from 'node:fs/promises';

export interface TinyWhisperOptions {
  /** Another number gives other weights. */
  seed?: number;
  /** Width of the model; a multiple of 8. */
  state?: number;
  layers?: number;
}

const vocabulary = { all: 51_865, texts: 50_257 };
const mels = 80;
const spectrumBins = 201;
const audioContext = 1500;
/** Whisper decodes half of it, less a few: a dozen tokens a time keep tests short. */
const textContext = 32;
const heads = 2;
const ggmlMagic = 0x67676d6c;
const types = { f32: 0, f16: 1 };

/**
 * Writes a multilingual Whisper model in the form of whisper.cpp (`ggml-*.bin`), with random weights: it takes the real
 * way from sound to tokens, fast, and what it says means nothing. 2.2 MB.
 */
export async function writeTinyWhisper(path: string, options: TinyWhisperOptions = {}): Promise<void> {
  const { seed = 3, state = 16, layers = 1 } = options;
  const random = createNormal(seed);
  const pieces: Buffer[] = [];
  const int32 = (...values: number[]) => pieces.push(Buffer.from(Int32Array.from(values).buffer));

  int32(ggmlMagic, vocabulary.all, audioContext, state, heads, layers);
  int32(textContext, state, heads, layers, mels, types.f16);
  int32(mels, spectrumBins);
  pieces.push(Buffer.from(melFilters().buffer));
  int32(vocabulary.texts);
  for (const token of tokens()) {
    int32(token.length);
    pieces.push(token);
  }

  /** `shape` as ggml has it: the fastest dimension first. */
  function tensor(
    name: string,
    shape: readonly number[],
    type: 'f16' | 'f32',
    scale: number,
    mean = 0,
  ): void {
    const bytes = Buffer.from(name, 'utf8');
    const count = shape.reduce((product, length) => product * length, 1);
    const values = new Float32Array(count);
    for (let index = 0; index < count; index++) values[index] = mean + scale * random();
    int32(shape.length, bytes.length, types[type], ...shape);
    const data = type === 'f32' ? values : Float16Array.from(values);
    pieces.push(bytes, Buffer.from(data.buffer));
  }
  const matrix = (name: string, inputs: number, outputs: number) =>
    tensor(name, [inputs, outputs], 'f16', 1 / Math.sqrt(inputs));
  const bias = (name: string) => tensor(name, [state], 'f32', 0.1);
  const norm = (name: string) => {
    tensor(`${name}.weight`, [state], 'f32', 0.1, 1);
    tensor(`${name}.bias`, [state], 'f32', 0.1);
  };

  function attention(prefix: string): void {
    norm(`${prefix}_ln`);
    for (const part of ['query', 'key', 'value', 'out']) {
      matrix(`${prefix}.${part}.weight`, state, state);
      if (part !== 'key') bias(`${prefix}.${part}.bias`);
    }
  }

  function feedForward(prefix: string): void {
    norm(`${prefix}.mlp_ln`);
    matrix(`${prefix}.mlp.0.weight`, state, 4 * state);
    tensor(`${prefix}.mlp.0.bias`, [4 * state], 'f32', 0.1);
    matrix(`${prefix}.mlp.2.weight`, 4 * state, state);
    bias(`${prefix}.mlp.2.bias`);
  }

  tensor('encoder.positional_embedding', [state, audioContext], 'f32', 0.5);
  tensor('encoder.conv1.weight', [3, mels, state], 'f16', 1 / Math.sqrt(3 * mels));
  tensor('encoder.conv1.bias', [1, state], 'f32', 0.1);
  tensor('encoder.conv2.weight', [3, state, state], 'f16', 1 / Math.sqrt(3 * state));
  tensor('encoder.conv2.bias', [1, state], 'f32', 0.1);
  for (let layer = 0; layer < layers; layer++) {
    attention(`encoder.blocks.${layer}.attn`);
    feedForward(`encoder.blocks.${layer}`);
  }
  norm('encoder.ln_post');
  // Where a token stands decides most of what it is: the same word again and again would be taken for a failure.
  tensor('decoder.positional_embedding', [state, textContext], 'f32', 30);
  // Far apart, so that the model is sure of the nonsense it says and does not try five times.
  tensor('decoder.token_embedding.weight', [state, vocabulary.all], 'f16', 4);
  for (let layer = 0; layer < layers; layer++) {
    attention(`decoder.blocks.${layer}.attn`);
    attention(`decoder.blocks.${layer}.cross_attn`);
    feedForward(`decoder.blocks.${layer}`);
  }
  norm('decoder.ln');
  await writeFile(path, Buffer.concat(pieces));
}

/** Bytes first, so that any text can be said; then invented words, every tenth in three bytes of another script. */
function* tokens(): Iterable<Buffer> {
  for (let byte = 0; byte < 256; byte++) yield Buffer.from([byte]);
  const syllables = ['ka', 'ren', 'to', 'mi', 'sol', 'ver', 'an', 'dra', 'pe', 'lu', 'est', 'ing'];
  for (let id = 256; id < vocabulary.texts; id++) {
    const syllable = (place: number) => syllables[Math.floor(id / 12 ** place) % 12] ?? '';
    const word =
      id % 10 === 0 ? String.fromCodePoint(0x4e00 + (id % 20_000)) : syllable(0) + syllable(1) + syllable(2);
    yield Buffer.from(id % 3 === 0 ? word : ` ${word}`, 'utf8');
  }
}

/** Triangles over the bins of a spectrum of 400 samples at 16 kHz, evenly spaced on the mel scale (O'Shaughnessy). */
function melFilters(): Float32Array {
  const toMel = (hertz: number) => 2595 * Math.log10(1 + hertz / 700);
  const toHertz = (mel: number) => 700 * (10 ** (mel / 2595) - 1);
  const edges = Array.from({ length: mels + 2 }, (_, index) => toHertz((toMel(8000) * index) / (mels + 1)));
  const filters = new Float32Array(mels * spectrumBins);
  for (let mel = 0; mel < mels; mel++) {
    const [low = 0, middle = 0, high = 0] = edges.slice(mel, mel + 3);
    for (let bin = 0; bin < spectrumBins; bin++) {
      const hertz = bin * 40;
      const height = Math.min((hertz - low) / (middle - low), (high - hertz) / (high - middle));
      filters[mel * spectrumBins + bin] = (Math.max(0, height) * 2) / (high - low);
    }
  }
  return filters;
}

/** Normally distributed numbers (Box and Muller) from a xorshift generator. */
function createNormal(seed: number): () => number {
  let bits = (seed * 2_654_435_761) >>> 0 || 1;
  const uniform = () => {
    bits ^= bits << 13;
    bits ^= bits >>> 17;
    bits ^= bits << 5;
    return ((bits >>> 0) + 0.5) / 2 ** 32;
  };
  let spare: number | null = null;
  return () => {
    const kept = spare;
    spare = null;
    if (kept !== null) return kept;
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
