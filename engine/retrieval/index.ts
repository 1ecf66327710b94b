export {
  createRetriever,
  type Retriever,
  type RetrieverInput,
  type RetrieverOptions,
} from './createRetriever.ts';
export { createModelFollowingRetriever } from './followModel.ts';
export { makeSnippet, type Snippet } from './present/index.ts';
export type { SimilarDocument } from './similar/index.ts';
