import type { Recording, SpokenWord } from '@adiuva/contracts/rpc';

/** What the container of a recording tells. */
export interface RecordingMedia {
  mediaType: string;
  /** As ffmpeg names it: `mov,mp4,m4a`. */
  container: string;
  tracks: Recording['tracks'];
  chapters: Recording['chapters'];
  hasCover: boolean;
  /** Title, artist, and what else is written in it. */
  properties: Record<string, string | number>;
}

export type Diarization = NonNullable<Recording['diarization']>;

/** A voice among those of a recording, as diarization tells it. */
export interface HeardSpeaker {
  number: number;
  /** What the voice is known by; kept only where voices are remembered. */
  embedding: Float32Array | null;
  /** Which features those are: only like is compared with like. */
  embeddingModel: string | null;
  speechMs: number;
}

/** A stretch that one speaker says. Milliseconds from the start of the recording. */
export interface HeardSegment {
  startMs: number;
  endMs: number;
  /** Channel, or track, that it is heard on; stretches of one lane do not overlap. */
  lane: number;
  /** Number of a `HeardSpeaker`; null where nobody was told apart. */
  speaker: number | null;
  text: string;
  words: SpokenWord[];
  /** 0 to 1; null where the model gives none. */
  confidence: number | null;
}

/** What a transcription brings. Times are rounded, and words put inside their segment, when it is stored. */
export interface NewTranscript {
  /** Of the transcription: a speech model's id. */
  model: string;
  /** ISO 639-1; null where nothing was said. */
  language: string | null;
  durationMs: number;
  media: RecordingMedia;
  diarization: Diarization | null;
  warnings: string[];
  /** Loudness over time, 0 to 1, evenly spread. */
  waveform: number[];
  speakers: HeardSpeaker[];
  segments: HeardSegment[];
}

/** Somebody who speaks in a recording, as shown. */
export interface SpeakerRecord {
  number: number;
  /** Of the person, else as given for this recording, else `Speaker N` by order of first speech. */
  name: string;
  /** False for a name that only counts. */
  isNamed: boolean;
  /** A person's public id. */
  personId: string | null;
  /** The person was recognised by voice, and nobody has confirmed it. */
  isRecognised: boolean;
  suggestion: { personId: string; name: string; similarity: number } | null;
  speechMs: number;
  segments: number;
}

/** What is kept of a recording's words, without the words. */
export interface TranscriptRecord {
  /** The row's own id; never shown. */
  id: number;
  contentHash: string;
  model: string;
  language: string | null;
  durationMs: number;
  media: RecordingMedia;
  diarization: Diarization | null;
  warnings: string[];
  /** Counts changes: of the words, the speakers and their names. */
  revision: number;
  /** In order of first speech. */
  speakers: SpeakerRecord[];
  segments: number;
  edited: number;
  conflicts: number;
  createdAt: number;
  updatedAt: number;
}

/** A segment as it is read: a person's words where there are some, the model's otherwise. */
export interface SegmentRecord {
  id: number;
  startMs: number;
  endMs: number;
  lane: number;
  speaker: number | null;
  /** Empty where a person took the segment out: it is neither read nor found. */
  text: string;
  words: SpokenWord[];
  confidence: number | null;
  isEdited: boolean;
  /** The present model's words, where they differ from what a person's words were put in the place of. */
  conflict: { text: string; model: string } | null;
}

export interface SegmentQuery {
  offset?: number;
  limit?: number;
  /** Those that end after it. */
  fromMs?: number;
  speakers?: readonly number[];
}
