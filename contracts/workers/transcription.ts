import { z } from 'zod';
import { procedure } from '../procedure.ts';

const ms = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

/** Something that Whisper can run on here. */
export const transcriptionDeviceSchema = z.object({
  /** For `device` of a call; the same from one start to the next. */
  id: z.string(),
  /** Which way of running Whisper reaches it. */
  adapter: z.string(),
  kind: z.enum(['cpu', 'gpu']),
  /** As its driver calls it. */
  name: z.string(),
  /** All of its memory; null where it is the machine's own, or unknown. */
  memoryBytes: z.number().nullable(),
});
export type TranscriptionDevice = z.infer<typeof transcriptionDeviceSchema>;

export const heardWordSchema = z.object({
  startMs: ms,
  endMs: ms,
  /** Without spaces around it, with its punctuation. */
  text: z.string(),
  /** From the probabilities of its tokens; null where the adapter does not tell them. */
  confidence: share.nullable(),
});
export type HeardWord = z.infer<typeof heardWordSchema>;

export const heardSegmentSchema = z.object({
  startMs: ms,
  endMs: ms,
  text: z.string(),
  confidence: share.nullable(),
  /** How likely nobody speaks here; null where the adapter does not tell. */
  noSpeechProbability: share.nullable(),
  /** In order, inside the segment; their texts follow one another in `text`, with spaces between them or none. */
  words: z.array(heardWordSchema),
});
export type HeardSegment = z.infer<typeof heardSegmentSchema>;

/** A stretch of sound that the engine decoded itself: raw signed 16-bit little-endian samples, mono, 16 kHz. */
export const pcmStretchSchema = z.object({
  /** Absolute path. */
  file: z.string(),
  startSample: z.number().int().nonnegative(),
  endSample: z.number().int().positive(),
  /** To be applied to every sample that is read; 0 leaves it as it is. */
  gainDb: z.number().min(-60).max(60),
});
export type PcmStretch = z.infer<typeof pcmStretchSchema>;

export const transcribedSchema = z.object({
  /** ISO 639-1 where there is one, as Whisper names it. */
  language: z.string(),
  /** Of the language that was found; null where it was given, or the adapter does not tell. */
  languageProbability: share.nullable(),
  /** From the start of the recording, in order. */
  segments: z.array(heardSegmentSchema),
  device: z.string(),
  adapter: z.string(),
  tookMs: z.number().nonnegative(),
});
export type Transcribed = z.infer<typeof transcribedSchema>;

/**
 * Engine to transcription worker, one call at a time. A call cannot be stopped but by ending the process, which is what
 * cancelling does. The model stays loaded between calls, until another file is asked for or it is unloaded.
 */
export const transcriptionContract = {
  /** What Whisper can run on here, best first; no model is loaded. */
  'transcription.devices': procedure({
    input: z.object({}),
    output: z.object({ devices: z.array(transcriptionDeviceSchema) }),
  }),
  'transcription.transcribe': procedure({
    input: z.object({
      /** Absolute path of a ggml file of Whisper. */
      modelFile: z.string(),
      /** `auto`: the best one that there is. */
      device: z.string(),
      /** At most 30 seconds, or some more where a stretch has no pause. */
      pcm: pcmStretchSchema,
      /** Null: found. */
      language: z.string().nullable(),
      /** Names and terms that are likely to be said. */
      prompt: z.string().nullable(),
      threads: z.number().int().positive().max(256),
      /** To English. */
      translate: z.boolean().optional(),
    }),
    output: transcribedSchema,
    event: z.discriminatedUnion('type', [
      /** Of this call, 0 to 1. */
      z.object({ type: z.literal('progress'), fraction: share }),
      /** It computes: the time without a sign begins anew. */
      z.object({ type: z.literal('alive') }),
    ]),
  }),
  'transcription.unload': procedure({ input: z.object({}), output: z.object({}) }),
  'transcription.ping': procedure({
    input: z.object({}),
    /** `loaded`: the file of the model. */
    output: z.object({ rssBytes: z.number(), loaded: z.string().nullable() }),
  }),
};
