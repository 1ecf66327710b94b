export { createEstimator } from './estimate.ts';
export { candidateCounts, exactUpTo, rankByVector, type SemanticRanking } from './rankByVector.ts';
