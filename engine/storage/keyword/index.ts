export { type AnalyzerOptions, analyze, indexedForm, type Term } from './analyzer.ts';
export { refreshCommonTerms } from './commonTerms.ts';
export { foldText } from './foldText.ts';
export type { ChunkTerms, SpanPostings } from './postings.ts';
export { createTermReader, type TermReader } from './termReader.ts';
export { deleteChunkTerms, insertChunkTerms } from './termWriter.ts';
