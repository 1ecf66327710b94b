export { type DiarizeInput, diarize } from './diarize.ts';
export { embedVoice } from './embedVoice.ts';
export { assignSpeakers } from './turns/assignSpeakers.ts';
export { laneLevels, levelStepMs } from './turns/laneLevels.ts';
export type { TimedSegment, TimedWord } from './turns/timedText.ts';
export { type Lane, type LaneTurns, turnsOfLanes } from './turns/turnsOfLanes.ts';
export { findVoice } from './voice/findVoice.ts';
export type { ProgressOptions } from './voice/voiceProbabilities.ts';
export {
  type VoiceMatch,
  type VoiceThresholds,
  voiceSimilarity,
  voiceThresholds,
} from './voiceSimilarity.ts';
