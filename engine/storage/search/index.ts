export type { DocumentScope, DocumentSelection } from './conditions.ts';
export type { DocumentSet } from './documentFilter.ts';
export {
  type ChunkCursor,
  type ChunkRow,
  createSearchStore,
  type FoundChunk,
  type SearchStore,
} from './searchStore.ts';
export { isKnownType } from './typeFilter.ts';
