export {
  createExtractor,
  type ExtractionFrame,
  type ExtractOptions,
  type Extractor,
  type ExtractorOptions,
  type OpenedMember,
} from './createExtractor.ts';
export { isRecording } from './detect/recordingSignatures.ts';
export type { Drawable, DrawPageOptions } from './drawable.ts';
export { detectLanguage } from './language/detectLanguage.ts';
