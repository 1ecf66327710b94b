export { createRetriever, type Retriever, type RetrieverOptions } from './createRetriever.ts';
export { createModelFollowingRetriever } from './followModel.ts';
