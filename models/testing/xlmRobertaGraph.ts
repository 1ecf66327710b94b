import type { OnnxConstant, OnnxModel, OnnxNode } from '../onnxProto/index.ts';

export interface XlmRobertaShape {
  readonly vocabularySize: number;
  readonly hidden: number;
  readonly heads: number;
  readonly layers: number;
  readonly feedForward: number;
  /** Longest input, special tokens included. */
  readonly maxTokens: number;
  /** Length of the vectors; a projection stands behind the last layer where it is not `hidden`. */
  readonly dimensions: number;
  /** Weights in 8 bits with DynamicQuantizeLinear and MatMulInteger, as onnxruntime's quantiser writes them. */
  readonly isQuantized?: boolean;
  /**
   * What the graph gives: `last_hidden_state` as transformers' exporter, `sentence_embedding` (the first token's,
   * of length 1) as sentence-transformers' does.
   */
  readonly output?: 'last_hidden_state' | 'sentence_embedding';
}

const microscopic = 1e-5;

/**
 * XLM-RoBERTa as PyTorch's exporter lays it out, with weights from a fixed seed: word, position and type
 * embeddings, then layers of attention and feed-forward, each added to its input and normalised. Positions count
 * from 2 over what is not padding.
 */
export function xlmRobertaGraph(shape: XlmRobertaShape): OnnxModel {
  const { hidden, heads, layers, feedForward, dimensions, isQuantized = false } = shape;
  const output = shape.output ?? 'last_hidden_state';
  const headSize = hidden / heads;
  if (!Number.isInteger(headSize)) throw new RangeError('The heads must share the hidden units evenly.');
  const random = createRandom(0x62676d33);
  const constants: OnnxConstant[] = [];
  const nodes: OnnxNode[] = [];
  let names = 0;

  const ints = (name: string, values: readonly number[]) => {
    constants.push({
      name,
      type: 'int64',
      shape: [values.length],
      data: BigInt64Array.from(values, BigInt),
    });
    return name;
  };
  const scalar = (name: string, value: number) => {
    constants.push({ name, type: 'float32', shape: [], data: new Float32Array([value]) });
    return name;
  };
  const floats = (name: string, dims: readonly number[], fill: () => number) => {
    const data = new Float32Array(dims.reduce((product, size) => product * size, 1)).map(fill);
    constants.push({ name, type: 'float32', shape: dims, data });
    return name;
  };
  const node = (
    operator: string,
    inputs: readonly string[],
    attributes: OnnxNode['attributes'] = {},
    name = `v${names++}`,
  ) => {
    nodes.push({ operator, inputs, outputs: [name], attributes });
    return name;
  };

  const linear = (input: string, name: string, from: number, to: number) => {
    const spread = Math.sqrt(3 / from);
    const bias = floats(`${name}.bias`, [to], () => random() * 0.02);
    if (!isQuantized)
      return node('Add', [
        node('MatMul', [input, floats(`${name}.weight`, [from, to], () => random() * spread)]),
        bias,
      ]);
    const weight = Int8Array.from({ length: from * to }, () => Math.round(random() * 127));
    constants.push({ name: `${name}.weight_quantized`, type: 'int8', shape: [from, to], data: weight });
    const scale = scalar(`${name}.weight_scale`, spread / 127);
    const [quantized, inputScale, zero] = [`${name}.q`, `${name}.s`, `${name}.z`];
    nodes.push({
      operator: 'DynamicQuantizeLinear',
      inputs: [input],
      outputs: [quantized, inputScale, zero],
    });
    const product = node('Cast', [node('MatMulInteger', [quantized, `${name}.weight_quantized`, zero])], {
      to: 1,
    });
    return node('Add', [node('Mul', [product, node('Mul', [inputScale, scale])]), bias]);
  };
  const normalise = (input: string, name: string) =>
    node(
      'LayerNormalization',
      [
        input,
        floats(`${name}.weight`, [hidden], () => 1 + random() * 0.05),
        floats(`${name}.bias`, [hidden], () => random() * 0.05),
      ],
      { axis: -1, epsilon: { float: microscopic } },
    );

  const one = ints('one', [1]);
  // Attention: 0 for what is there, a large negative number for padding, over all heads and queries.
  const seen = node('Cast', [node('Unsqueeze', ['attention_mask', ints('mask_axes', [1, 2])])], { to: 1 });
  const maskBias = node('Mul', [
    node('Sub', [scalar('unit', 1), seen]),
    scalar('lowest', -3.4028234663852886e38),
  ]);
  // Positions: 2, 3, 4 … over tokens, 1 (the padding's own) elsewhere.
  constants.push({ name: 'pad_id', type: 'int64', shape: [], data: new BigInt64Array([1n]) });
  const isToken = node('Cast', [node('Not', [node('Equal', ['input_ids', 'pad_id'])])], { to: 7 });
  const counted = node('CumSum', [isToken, one]);
  const positions = node('Add', [node('Mul', [counted, isToken]), 'pad_id']);
  const table = (name: string, rows: number) => floats(name, [rows, hidden], () => random() * 0.5);
  const words = node('Gather', [table('embeddings.word', shape.vocabularySize), 'input_ids'], { axis: 0 });
  const places = node('Gather', [table('embeddings.position', shape.maxTokens + 2), positions], { axis: 0 });
  const type = floats('embeddings.type', [hidden], () => random() * 0.1);
  let state = normalise(node('Add', [node('Add', [words, places]), type]), 'embeddings.norm');

  const split = ints('split_heads', [0, 0, heads, headSize]);
  const join = ints('join_heads', [0, 0, hidden]);
  const rootOfHead = scalar('root_of_head', Math.sqrt(headSize));
  const rootOfTwo = scalar('root_of_two', Math.SQRT2);
  const half = scalar('half', 0.5);
  for (let layer = 0; layer < layers; layer++) {
    const name = `layer.${layer}`;
    const headed = (part: string, perm: readonly number[]) =>
      node('Transpose', [node('Reshape', [linear(state, `${name}.${part}`, hidden, hidden), split])], {
        perm,
      });
    const query = headed('query', [0, 2, 1, 3]);
    const key = headed('key', [0, 2, 3, 1]);
    const value = headed('value', [0, 2, 1, 3]);
    const scores = node('Add', [node('Div', [node('MatMul', [query, key]), rootOfHead]), maskBias]);
    const mixed = node('MatMul', [node('Softmax', [scores], { axis: -1 }), value]);
    const joined = node('Reshape', [node('Transpose', [mixed], { perm: [0, 2, 1, 3] }), join]);
    const attended = normalise(
      node('Add', [linear(joined, `${name}.attention`, hidden, hidden), state]),
      `${name}.attention.norm`,
    );
    const inner = linear(attended, `${name}.intermediate`, hidden, feedForward);
    const bend = node('Add', [node('Erf', [node('Div', [inner, rootOfTwo])]), 'unit']);
    const gelu = node('Mul', [node('Mul', [inner, bend]), half]);
    state = normalise(
      node('Add', [linear(gelu, `${name}.output`, feedForward, hidden), attended]),
      `${name}.output.norm`,
    );
  }
  if (dimensions !== hidden) state = linear(state, 'projection', hidden, dimensions);
  if (output === 'sentence_embedding') {
    constants.push({ name: 'first', type: 'int64', shape: [], data: new BigInt64Array([0n]) });
    const first = node('Gather', [state, 'first'], { axis: 1 });
    const length = node('ReduceL2', [first], { axes: [-1], keepdims: 1 });
    node('Div', [first, length], {}, output);
  } else node('Identity', [state], {}, output);

  return {
    name: 'xlm-roberta-form',
    opset: 17,
    producer: { name: 'adiuva-testing', version: '1' },
    inputs: [
      { name: 'input_ids', type: 'int64', shape: ['batch_size', 'sequence_length'] },
      { name: 'attention_mask', type: 'int64', shape: ['batch_size', 'sequence_length'] },
    ],
    outputs: [
      {
        name: output,
        type: 'float32',
        shape:
          output === 'last_hidden_state'
            ? ['batch_size', 'sequence_length', dimensions]
            : ['batch_size', dimensions],
      },
    ],
    nodes,
    constants,
  };
}

/** xorshift32, from -1 to 1. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 0x8000_0000;
  };
}
