export { createExtractor, type ExtractOptions, type Extractor } from './createExtractor.ts';
