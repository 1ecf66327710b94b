import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionProvider } from '@adiuva/native/onnx';
import { AppError } from '#base';

export type Precision = 'fp32' | 'int8';

export interface ModelFiles {
  /** The ONNX graph; its external data lies beside it under the name that the graph gives. */
  readonly model: string;
  readonly precision: Precision;
  readonly tokenizer: string;
}

/**
 * Names as the exports of bge-m3 have them, all in `onnx/`: BAAI/bge-m3 has model.onnx with model.onnx_data
 * (sentence-transformers' export), Xenova/bge-m3 the same names (transformers' export), model_quantized.onnx,
 * and sentence_transformers.onnx with its quantised twin. Half precision is left out: its outputs are not
 * float32. A model that was imported from a file may lie at the root.
 */
const names: Readonly<Record<Precision, readonly string[]>> = {
  fp32: ['model.onnx', 'sentence_transformers.onnx'],
  int8: ['model_quantized.onnx', 'model_int8.onnx', 'sentence_transformers_quantized.onnx'],
};

/**
 * The files of an installed model. Where both precisions are there: int8 for the CPU, where it is three times as
 * fast, and fp32 for an accelerator, which would hand the quantised operators back to the CPU.
 *
 * @throws AppError `model_not_installed` that says what is missing
 */
export async function findModelFiles(
  folder: string,
  modelId: string,
  provider: ExecutionProvider,
): Promise<ModelFiles> {
  const tokenizer = await firstThere([
    join(folder, 'tokenizer.json'),
    join(folder, 'onnx', 'tokenizer.json'),
  ]);
  const order: readonly Precision[] = provider === 'cpu' ? ['int8', 'fp32'] : ['fp32', 'int8'];
  for (const precision of order) {
    const model = await firstThere(
      names[precision].flatMap((name) => [join(folder, 'onnx', name), join(folder, name)]),
    );
    if (model && tokenizer) return { model, precision, tokenizer };
    if (model)
      throw new AppError(
        'model_not_installed',
        `The model ${modelId} is not complete: tokenizer.json is missing. Install it again.`,
        { details: { path: folder } },
      );
  }
  throw new AppError(
    'model_not_installed',
    `The model ${modelId} is not on this machine. Install it, or import its files.`,
    { details: { path: folder } },
  );
}

async function firstThere(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}
