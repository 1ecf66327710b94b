export { type ChunkingTools, chunkParts } from './chunkParts.ts';
export type { TextTokenizer } from './tokenizer.ts';
export type { EmbedSentences } from './topics.ts';
