import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeOnnxModel } from '../onnxProto/index.ts';
import { tinyTokenizer } from './tinyTokenizer.ts';
import { type XlmRobertaShape, xlmRobertaGraph } from './xlmRobertaGraph.ts';

export interface TinyBgeM3Options {
  /** Sizes other than the smallest that make sense; the vectors have 1,024 dimensions in any case. */
  shape?: Partial<Omit<XlmRobertaShape, 'vocabularySize' | 'dimensions'>>;
  /** Words that are one token each, commonest first; a few hundred common ones always are. */
  words?: readonly string[];
  /**
   * `onnx/model.onnx` with `onnx/model.onnx_data` (BAAI/bge-m3, Xenova/bge-m3), or `onnx/model_quantized.onnx` in
   * one file (Xenova/bge-m3). Default: the first.
   */
  precisions?: readonly ('fp32' | 'int8')[];
}

/**
 * Writes a folder of bge-m3's form, small enough for a test: `tokenizer.json`, `config.json` and
 * `tokenizer_config.json` at its root, the graph and its weights in `onnx/`. The weights are random, so that its
 * vectors mean nothing; its way from text to vector is the real one's. 4 MB and some 50 ms at the smallest.
 */
export async function writeTinyBgeM3(folder: string, options: TinyBgeM3Options = {}): Promise<void> {
  const { json, vocabularySize } = tinyTokenizer(options.words);
  const shape: XlmRobertaShape = {
    hidden: 64,
    heads: 4,
    layers: 2,
    feedForward: 128,
    maxTokens: 8192,
    ...options.shape,
    vocabularySize,
    dimensions: 1024,
  };
  const onnx = join(folder, 'onnx');
  await mkdir(onnx, { recursive: true });
  for (const precision of options.precisions ?? ['fp32']) {
    if (precision === 'fp32')
      await writeOnnxModel(join(onnx, 'model.onnx'), xlmRobertaGraph(shape), { location: 'model.onnx_data' });
    else
      await writeOnnxModel(
        join(onnx, 'model_quantized.onnx'),
        xlmRobertaGraph({ ...shape, isQuantized: true }),
      );
  }
  await writeFile(join(folder, 'tokenizer.json'), json);
  await writeFile(join(folder, 'config.json'), JSON.stringify(config(shape)));
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify(tokenizerConfig(shape)));
}

/** As `config.json` of BAAI/bge-m3 has it. */
function config(shape: XlmRobertaShape) {
  return {
    architectures: ['XLMRobertaModel'],
    model_type: 'xlm-roberta',
    bos_token_id: 0,
    pad_token_id: 1,
    eos_token_id: 2,
    hidden_act: 'gelu',
    hidden_size: shape.hidden,
    intermediate_size: shape.feedForward,
    layer_norm_eps: 1e-5,
    max_position_embeddings: shape.maxTokens + 2,
    num_attention_heads: shape.heads,
    num_hidden_layers: shape.layers,
    position_embedding_type: 'absolute',
    type_vocab_size: 1,
    vocab_size: shape.vocabularySize,
  };
}

function tokenizerConfig(shape: XlmRobertaShape) {
  return {
    tokenizer_class: 'XLMRobertaTokenizer',
    model_max_length: shape.maxTokens,
    bos_token: '<s>',
    cls_token: '<s>',
    eos_token: '</s>',
    sep_token: '</s>',
    pad_token: '<pad>',
    unk_token: '<unk>',
    mask_token: '<mask>',
    clean_up_tokenization_spaces: true,
  };
}
