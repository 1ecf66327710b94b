export {
  createExtractor,
  type ExtractionFrame,
  type ExtractOptions,
  type Extractor,
  type OpenedMember,
} from './createExtractor.ts';
