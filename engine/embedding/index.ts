export {
  builtinModelId,
  createEmbeddingService,
  type EmbeddingModelInUse,
  type EmbeddingService,
  type Passage,
  toPassage,
} from './embeddingService.ts';
