export {
  type CallOptions,
  createInference,
  type EmbedInput,
  type Inference,
  type InferenceOptions,
} from './createInference.ts';
export type { Embeddings, EmbedPurpose } from './embeddingModel.ts';
