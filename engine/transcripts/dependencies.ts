import type { Clock, Log } from '#ports';
import type { Storage, Voice } from '#storage';

/** A recording that a caller may change. */
export interface RecordingAt {
  documentId: string;
  transcriptId: number;
  contentHash: string;
}

/** A stretch of a recording. Milliseconds. */
export interface Range {
  startMs: number;
  endMs: number;
}

/** From which similarity on, -1 to 1, a voice is taken for a person's, and from which on it is asked. */
export interface VoiceThresholds {
  recognised: number;
  suggested: number;
}

/** How voices are compared. */
export interface VoiceComparison {
  /** Of two voices of the same features: -1 to 1. */
  similarity(a: Float32Array, b: Float32Array, model: string): number;
  /** Null for features that nobody has thresholds for: then nobody is recognised by them. */
  thresholds(model: string): VoiceThresholds | null;
}

/** What a person's changes to recordings need beside the storage. */
export interface TranscriptsDeps {
  storage: Pick<Storage, 'read' | 'write'>;
  clock: Clock;
  log: Log;
  /** The setting, asked each time. */
  remembersVoices(): boolean;
  /** Makes anew what search has of every document of these contents, also where the file has not changed. */
  reindex(contentHashes: readonly string[]): Promise<void>;
  voices: VoiceComparison;
  /** The voice of one speaker, from stretches in which nobody else speaks. @throws AppError `unavailable`, `file_not_found` */
  embedSpeaker(documentId: string, ranges: readonly Range[]): Promise<Voice>;
  /** Tells stretches apart by voice. @returns for each stretch the number of its group, from 0. @throws as above */
  splitByVoice(documentId: string, ranges: readonly Range[]): Promise<readonly number[]>;
  /** What is known of voices in recordings that are being heard. */
  forgetInHand(): Promise<void>;
}
