export { createPeople, type People } from './createPeople.ts';
export { createTranscripts, type Transcripts } from './createTranscripts.ts';
export type {
  Range,
  RecordingAt,
  TranscriptsDeps,
  VoiceComparison,
  VoiceThresholds,
} from './dependencies.ts';
export { exportTranscript, toTranscript } from './export/exportTranscript.ts';
export type { SpokenTranscript } from './export/spokenTranscript.ts';
export { recogniseVoices } from './recogniseVoices.ts';
export { spokenTranscriptOf } from './spokenTranscriptOf.ts';
export { type SegmentForIndex, transcriptForIndex } from './transcriptForIndex.ts';
