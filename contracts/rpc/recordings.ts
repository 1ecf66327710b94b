import { z } from 'zod';
import { procedure } from '../procedure.ts';

/** Milliseconds from the start of the recording. */
const span = { startMs: z.number().nonnegative(), endMs: z.number().nonnegative() };

/** A word as it was heard; `confidence` 0 to 1, as the model gives it. */
export const spokenWordSchema = z.object({ ...span, text: z.string(), confidence: z.number().optional() });
export type SpokenWord = z.infer<typeof spokenWordSchema>;

/** What another model heard in the place of words that a person has edited: shown until one of both is chosen. */
export const segmentConflictSchema = z.object({ text: z.string(), model: z.string() });

/** A stretch that one speaker says, at most a few sentences. */
export const transcriptSegmentSchema = z.object({
  ...span,
  /** Stays with it through edits of others; another after a new transcription. */
  id: z.string(),
  text: z.string(),
  /** Number among the recording's speakers; null where nobody was told apart. */
  speaker: z.number().int().nonnegative().nullable(),
  /** Of an edited segment the times are spread over the new words. */
  words: z.array(spokenWordSchema),
  /** 0 to 1; null where the model gives none. */
  confidence: z.number().nullable(),
  isEdited: z.boolean(),
  conflict: segmentConflictSchema.optional(),
});
export type TranscriptSegment = z.infer<typeof transcriptSegmentSchema>;

/** Somebody who speaks in a recording. */
export const recordingSpeakerSchema = z.object({
  number: z.number().int().nonnegative(),
  /** As it is shown: of the person, or given for this recording alone, or `Speaker 1`. */
  name: z.string(),
  /** False for a name that only counts. */
  isNamed: z.boolean(),
  /** The person whose voice it is, by name or by recognition. */
  personId: z.string().nullable(),
  /** A person that it may be; shown as a question. `similarity` -1 to 1. */
  suggestion: z.object({ personId: z.string(), name: z.string(), similarity: z.number() }).nullable(),
  speechMs: z.number().nonnegative(),
  segments: z.number().int().nonnegative(),
});
export type RecordingSpeaker = z.infer<typeof recordingSpeakerSchema>;

export const mediaTrackSchema = z.object({
  index: z.number().int().nonnegative(),
  kind: z.enum(['audio', 'video']),
  codec: z.string(),
  channels: z.number().int().nonnegative().nullable(),
  /** Hertz. */
  sampleRate: z.number().nonnegative().nullable(),
  language: z.string().nullable(),
  title: z.string().nullable(),
});

export const mediaChapterSchema = z.object({ ...span, title: z.string() });

export const recordingSchema = z.object({
  documentId: z.string(),
  title: z.string(),
  path: z.string(),
  mediaType: z.string(),
  durationMs: z.number().nonnegative(),
  /** ISO 639-1; null where nothing was said. */
  language: z.string().nullable(),
  /** Of the transcription. */
  model: z.string(),
  /** How speakers were told apart; null where they were not. */
  diarization: z.enum(['neural', 'spectral', 'channels']).nullable(),
  /** Counts changes: of the words, the speakers and their names. */
  revision: z.number().int().nonnegative(),
  tracks: z.array(mediaTrackSchema),
  chapters: z.array(mediaChapterSchema),
  hasCover: z.boolean(),
  speakers: z.array(recordingSpeakerSchema),
  segments: z.number().int().nonnegative(),
  edited: z.number().int().nonnegative(),
  conflicts: z.number().int().nonnegative(),
  warnings: z.array(z.string()),
});
export type Recording = z.infer<typeof recordingSchema>;

export const transcriptFormatSchema = z.enum(['json', 'srt', 'vtt', 'txt', 'md']);
export type TranscriptFormat = z.infer<typeof transcriptFormatSchema>;

/** As `adiuva transcribe --format json` prints it. */
export const transcriptSchema = z.object({
  language: z.string().nullable(),
  durationMs: z.number().nonnegative(),
  model: z.string(),
  segments: z.array(
    z.object({
      ...span,
      text: z.string(),
      speaker: z.string().optional(),
      confidence: z.number().optional(),
      words: z.array(spokenWordSchema).optional(),
    }),
  ),
  warnings: z.array(z.string()),
});
export type Transcript = z.infer<typeof transcriptSchema>;

/** How a recording is to be heard; what is left out is as the settings say. */
export const transcriptionOptionsSchema = z.object({
  model: z.string().max(200).optional(),
  /** ISO 639-1, or `auto`. */
  language: z.string().max(10).optional(),
  /** Names and terms that are likely to be said. */
  vocabulary: z.string().max(2_000).optional(),
  /** Whether speakers are told apart. */
  diarize: z.boolean().optional(),
  /** How many they are, where it is known. */
  speakers: z.number().int().min(1).max(20).optional(),
  noiseReduction: z.boolean().optional(),
});
export type TranscriptionOptions = z.infer<typeof transcriptionOptionsSchema>;

const documentId = z.string().min(1).max(100);
const number = z.number().int().nonnegative();
const personName = z.string().trim().min(1).max(200);

/** Recordings: their words, speakers and seconds. Each names a document; what the caller may not read is not there. */
export const recordingsRpc = {
  'recordings.show': procedure({ input: z.object({ documentId }), output: recordingSchema }),
  /** In order of time, those that touch the stretch asked for. */
  'recordings.segments': procedure({
    input: z.object({
      documentId,
      fromMs: z.number().nonnegative().optional(),
      speakers: z.array(number).max(100).optional(),
      /** Segments. */
      offset: number.optional(),
      limit: z.number().int().positive().max(2_000).optional(),
    }),
    output: z.object({
      segments: z.array(transcriptSegmentSchema),
      total: number,
      revision: number,
    }),
  }),
  /** A person's words in the place of the model's; empty text takes the segment out of what is read and found. */
  'recordings.editSegment': procedure({
    input: z.object({ documentId, segmentId: z.string(), text: z.string().max(20_000) }),
    output: transcriptSegmentSchema,
  }),
  /** The model's words again. */
  'recordings.revertSegment': procedure({
    input: z.object({ documentId, segmentId: z.string() }),
    output: transcriptSegmentSchema,
  }),
  'recordings.resolveConflict': procedure({
    input: z.object({ documentId, segmentId: z.string(), keep: z.enum(['edited', 'heard']) }),
    output: transcriptSegmentSchema,
  }),
  /** Whose words segments are; a number that is not there yet makes a new speaker. */
  'recordings.assignSegments': procedure({
    input: z.object({ documentId, segmentIds: z.array(z.string()).min(1).max(2_000), speaker: number }),
    output: recordingSchema,
  }),
  /**
   * A name for a speaker of this recording. Where voices are remembered it becomes the person of that name, whose
   * voice is recognised from then on. Null takes the name away.
   */
  'recordings.nameSpeaker': procedure({
    input: z.object({ documentId, speaker: number, name: personName.nullable() }),
    output: recordingSchema,
  }),
  /** The answer to a suggestion. */
  'recordings.answerSuggestion': procedure({
    input: z.object({ documentId, speaker: number, isRight: z.boolean() }),
    output: recordingSchema,
  }),
  /** Two numbers that are one person. */
  'recordings.mergeSpeakers': procedure({
    input: z.object({ documentId, from: number, into: number }),
    output: recordingSchema,
  }),
  /** One number that is two persons: its segments are told apart by voice anew, or `segmentIds` go to a new one. */
  'recordings.splitSpeaker': procedure({
    input: z.object({
      documentId,
      speaker: number,
      segmentIds: z.array(z.string()).min(1).max(5_000).optional(),
    }),
    output: recordingSchema,
  }),
  /** Hears the recording again in the background. Edits stay, and show where the new words differ. */
  'recordings.transcribeAgain': procedure({
    input: z.object({ documentId, options: transcriptionOptionsSchema.optional() }),
    output: z.object({ jobId: z.string() }),
  }),
  'recordings.export': procedure({
    input: z.object({ documentId, format: transcriptFormatSchema, withSpeakers: z.boolean().optional() }),
    output: z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() }),
  }),
  /** A file of this machine, in the library or not; known recordings are not heard again. */
  'recordings.transcribe': procedure({
    input: z.object({
      path: z.string().min(1),
      options: transcriptionOptionsSchema.optional(),
      /** Gives it also as a text of this form. */
      format: transcriptFormatSchema.optional(),
    }),
    output: transcriptSchema.extend({ formatted: z.string().optional() }),
    event: z.object({ stage: z.string(), fraction: z.number().optional() }),
  }),
  /**
   * Bytes `[start, end)` of the recording in a form that a browser plays, at most 1 MiB at once: the file itself, or a
   * copy where its type is one that none plays.
   */
  'recordings.media': procedure({
    input: z.object({ documentId, start: number, end: z.number().int().positive() }),
    output: z.object({ size: number, mediaType: z.string(), data: z.base64() }),
  }),
  /** A picture for it: the cover, or a frame of a video. */
  'recordings.cover': procedure({
    input: z.object({ documentId, maxSize: z.number().int().positive().max(2_000) }),
    output: z.object({ mediaType: z.string(), data: z.base64() }).nullable(),
  }),
  /** Loudness over time for a strip to click on: `count` values of 0 to 1. */
  'recordings.waveform': procedure({
    input: z.object({ documentId }),
    output: z.object({ durationMs: z.number().nonnegative(), peaks: z.array(z.number()) }),
  }),
};
