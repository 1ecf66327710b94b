export { type Candidate, diversify } from './diversify.ts';
export { fuseByRank, fuseByWeight, type Side } from './fuse.ts';
export { type RankedSlot, selectBest } from './selectBest.ts';
