export { type KeywordQuery, parseQuery } from './parseQuery.ts';
export { type KeywordRanking, rankByKeyword } from './rankByKeyword.ts';
