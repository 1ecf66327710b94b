export { createRetriever, type Retriever, type RetrieverOptions } from './createRetriever.ts';
