import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OnnxModel, writeOnnxModel } from '../onnxProto/index.ts';

/** Length of the vectors: that of bge-m3, so that both fit one kind of table. */
export const builtinDimensions = 1024;

/** Rows of the table; what a word hashes to is taken modulo this. */
export const builtinBuckets = 16_384;

/** Tokens of one text that are read; as bge-m3, so that a chunk fits either model or neither. */
export const builtinMaxTokens = 8192;

/** Names of the graph's ends. */
export const builtinGraph = {
  ids: 'feature_ids',
  weights: 'feature_weights',
  output: 'sentence_embedding',
} as const;

const seed = 0x41646975;

/** Name of the model file; another form of the model gets another name, so that an old file is never taken for it. */
const fileName = 'builtin-1.onnx';

/**
 * Every feature (a hashed word or n-gram) owns a row of 1,024 seeded signs; a text is the weighted mean of its
 * rows, brought to length 1. Rows and weights are integers, so that sums are exact: a text's vector is the same
 * bit for bit in whatever batch it stands and on whatever processor. The mean's divisor cancels in the
 * normalisation and is left out. Signs rather than Gaussians: the projection keeps angles as well (Achlioptas,
 * "Database-friendly random projections", 2003), fits int8, and 255 times 1 cannot overflow the saturating
 * 16-bit products of processors without VNNI.
 */
export function describeBuiltinModel(): OnnxModel {
  const { ids, weights, output } = builtinGraph;
  return {
    name: 'adiuva-builtin',
    opset: 17,
    producer: { name: 'adiuva', version: '1' },
    inputs: [
      { name: ids, type: 'int32', shape: ['batch', 'features'] },
      { name: weights, type: 'uint8', shape: ['batch', 1, 'features'] },
    ],
    outputs: [{ name: output, type: 'float32', shape: ['batch', builtinDimensions] }],
    constants: [
      {
        name: 'table',
        type: 'int8',
        shape: [builtinBuckets, builtinDimensions],
        data: signs(builtinBuckets * builtinDimensions),
      },
      { name: 'middle', type: 'int64', shape: [1], data: new BigInt64Array([1n]) },
      { name: 'last', type: 'int64', shape: [1], data: new BigInt64Array([1n]) },
      { name: 'one', type: 'float64', shape: [1], data: new Float64Array([1]) },
    ],
    nodes: [
      { operator: 'Gather', inputs: ['table', ids], outputs: ['rows'], attributes: { axis: 0 } },
      { operator: 'MatMulInteger', inputs: [weights, 'rows'], outputs: ['sums3'] },
      { operator: 'Squeeze', inputs: ['sums3', 'middle'], outputs: ['sums'] },
      // Squares of such sums add up to under 2^53: exact in a double, in whatever order they are added.
      { operator: 'Cast', inputs: ['sums'], outputs: ['wide'], attributes: { to: 11 } },
      { operator: 'Mul', inputs: ['wide', 'wide'], outputs: ['squares'] },
      {
        operator: 'ReduceSum',
        inputs: ['squares', 'last'],
        outputs: ['square'],
        attributes: { keepdims: 1 },
      },
      { operator: 'Sqrt', inputs: ['square'], outputs: ['length'] },
      { operator: 'Max', inputs: ['length', 'one'], outputs: ['divisor'] },
      { operator: 'Div', inputs: ['wide', 'divisor'], outputs: ['unit'] },
      { operator: 'Cast', inputs: ['unit'], outputs: [output], attributes: { to: 1 } },
    ],
    metadata: { model: 'builtin', version: '1', licence: 'Apache-2.0' },
  };
}

/** Signs from xorshift32, a bit each. */
function signs(length: number): Int8Array {
  const values = new Int8Array(length);
  let state = seed;
  for (let start = 0; start < length; start += 32) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    for (let bit = 0; bit < 32; bit++) values[start + bit] = ((state >>> bit) & 1) * 2 - 1;
  }
  return values;
}

/** Of the generated file; a test holds both to what is generated. */
export const builtinFileBytes = 16_778_005;
export const builtinFileSha256 = 'f64ea61e4090be89835e27703d8f428299d1987465b0e9f2a6a869b5a2b21b3d';

/**
 * The file of the builtin model in `folder`, generated where it is missing or not what it should be, byte for
 * byte: written aside and renamed, so that another process sees all of it or none. Two processes that generate at
 * once write the same bytes.
 *
 * @throws the file system's Error (`ENOSPC`, `EACCES`)
 */
export async function ensureBuiltinModel(folder: string): Promise<string> {
  const file = join(folder, fileName);
  if (!(await isWhole(file))) await writeOnnxModel(file, describeBuiltinModel());
  return file;
}

async function isWhole(file: string): Promise<boolean> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes?.length !== builtinFileBytes) return false;
  return createHash('sha256').update(bytes).digest('hex') === builtinFileSha256;
}
