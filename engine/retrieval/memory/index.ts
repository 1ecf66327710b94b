export type { ChunkColumns, ChunkTable } from './chunkTable.ts';
export { type CodeMemory, slotsPerBlock } from './codeMemory.ts';
export { measureSelection, type Selection } from './measureSelection.ts';
export { loadSearchMemory, type SearchMemory } from './searchMemory.ts';
