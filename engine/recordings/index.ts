export { createRecordings, type Recordings, type RecordingsDeps } from './createRecordings.ts';
export { followUnheard, type UnheardFollower } from './followUnheard.ts';
export {
  mediaFolders,
  type OpenedRecordings,
  type OpenRecordingsOptions,
  openRecordings,
} from './openRecordings.ts';
export type { Playback } from './playback.ts';
export { createReindex, type Reindex } from './reindex.ts';
export type { SpeechSetup } from './speechSetup.ts';
export { createTranscribeHandler, toTranscribeJob, transcribeKind } from './transcribeAgain.ts';
export { transcribeFile } from './transcribeFile.ts';
export { transcriptParts } from './transcriptParts.ts';
export { voiceComparison } from './voiceComparison.ts';
export type { RecordingVoices } from './voices.ts';
