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
