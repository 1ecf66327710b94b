import type { OnnxSession, OnnxTensor } from '@adiuva/native/onnx';

/** Which output holds the vectors, and whether it holds one a text or one a token. */
export interface Pooling {
  readonly output: string;
  readonly isPerToken: boolean;
}

/** Outputs that are one vector a text, by the names that exporters give. */
const pooled = ['sentence_embedding', 'dense_vecs', 'dense', 'dense_embeddings'];

/** Outputs that are one vector a token; the first token's (`<s>`) is the text's. */
const perToken = ['last_hidden_state', 'token_embeddings'];

/** @returns null for a graph that is no embedding model */
export function poolingOf(session: OnnxSession): Pooling | null {
  for (const [isPerToken, names] of [[false, pooled] as const, [true, perToken] as const]) {
    const output = session.outputs.find(
      ({ name, type, shape }) =>
        names.includes(name) && type === 'float32' && shape.length === (isPerToken ? 3 : 2),
    );
    if (output) return { output: output.name, isPerToken };
  }
  return null;
}

/**
 * One text's vector, brought to length 1.
 *
 * @param row which text of the run
 * @returns null where the model gave no direction (zeros, or not numbers), or not the shape it promised
 */
export function readRow(tensor: OnnxTensor, pooling: Pooling, row: number): Float32Array | null {
  const dimensions = tensor.shape.at(-1) ?? 0;
  const stride = pooling.isPerToken ? (tensor.shape[1] ?? 0) * dimensions : dimensions;
  if (tensor.type !== 'float32' || (row + 1) * stride > tensor.data.length) return null;
  const vector = tensor.data.slice(row * stride, row * stride + dimensions);
  let square = 0;
  for (const value of vector) square += value * value;
  const length = Math.sqrt(square);
  if (!(length > 0 && Number.isFinite(length))) return null;
  for (let index = 0; index < dimensions; index++) vector[index] = (vector[index] ?? 0) / length;
  return vector;
}
