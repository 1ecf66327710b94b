export { rankSimilar, type SimilarDocument } from './rankSimilar.ts';
