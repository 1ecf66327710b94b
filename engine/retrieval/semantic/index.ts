export { candidateCounts, exactUpTo, rankByVector, type SemanticRanking } from './rankByVector.ts';
