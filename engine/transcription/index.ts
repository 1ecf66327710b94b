export {
  createTranscriber,
  type TranscribeInput,
  type Transcriber,
  type TranscriberOptions,
} from './createTranscriber.ts';
export { readStretch } from './readStretch.ts';
export type { Attempt } from './running/attempts.ts';
export {
  createLanguageKeeper,
  type LanguageEvidence,
  type LanguageKeeper,
  type LanguageState,
  languageStateSchema,
} from './running/languageKeeper.ts';
export {
  startTranscription,
  type Transcription,
  type TranscriptionCall,
  type TranscriptionCallOptions,
  type TranscriptionOptions,
  type TranscriptionWorkers,
} from './running/startTranscription.ts';
export {
  transcribeWindows,
  type WindowResult,
  type WindowState,
  type WindowsOptions,
} from './running/transcribeWindows.ts';
export {
  chooseSpeechModel,
  listSpeechModels,
  type SpeechHardware,
  type SpeechModel,
  type SpeechModelChoice,
} from './speechModels.ts';
export { dropUnvoiced } from './text/evidence.ts';
export { watchComputing } from './watchComputing.ts';
export { findQuietPlaces, type QuietPlaceOptions } from './windows/findQuietPlaces.ts';
export { joinWindows } from './windows/joinWindows.ts';
export {
  type PackOptions,
  packWindows,
  type TranscriptionWindow,
  type VoiceStretch,
} from './windows/packWindows.ts';
