export { exactUpTo, rankByVector, type SemanticRanking } from './rankByVector.ts';
