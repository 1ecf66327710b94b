export {
  answerSuggestion,
  assignSegments,
  mergeSpeakers,
  nameSpeaker,
  splitSpeaker,
} from './changeSpeakers.ts';
export { collectOrphanTranscripts } from './collectOrphans.ts';
export { editSegment, resolveConflict, revertSegment } from './editSegments.ts';
export {
  type ChangedContents,
  forgetVoices,
  mergePeople,
  removePerson,
  renamePerson,
  setAliases,
  splitPerson,
} from './people.ts';
export { type PutTranscript, putTranscript } from './putTranscript.ts';
export { findPhrase, type NamedIn, readNamedIn } from './readNamedIn.ts';
export { listPeople, type PersonRecord, readSpeaksIn, type SpeaksIn } from './readPeople.ts';
export {
  countSegments,
  readSegment,
  readSegments,
  readTranscript,
  readTranscriptByHash,
  readWaveform,
} from './readTranscripts.ts';
export { type LikeVoice, recogniseSpeakers } from './recognise.ts';
export type {
  Diarization,
  HeardSegment,
  HeardSpeaker,
  NewTranscript,
  RecordingMedia,
  SegmentQuery,
  SegmentRecord,
  SpeakerRecord,
  TranscriptRecord,
} from './transcript.ts';
export {
  countVoices,
  guardVoices,
  keepVoice,
  readKnownVoices,
  readVoices,
  remembersVoicesSetting,
  type StoredVoice,
  type Voice,
} from './voices.ts';
export { joinTexts, placeWords, type WordPlace } from './words/index.ts';
