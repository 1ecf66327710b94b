export type { DocumentSelection, DocumentSet } from './documentFilter.ts';
export {
  type ChunkCursor,
  type ChunkRow,
  createSearchStore,
  type FoundChunk,
  type SearchStore,
} from './searchStore.ts';
