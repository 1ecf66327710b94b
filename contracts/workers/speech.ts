import { z } from 'zod';
import { procedure } from '../procedure.ts';

/** Sound that the engine decoded itself: raw signed 16-bit little-endian samples, mono, 16 kHz, no header. */
export const pcmSchema = z.object({
  /** Absolute path. */
  file: z.string(),
  samples: z.number().int().nonnegative(),
  /** To be applied to every sample that is read; 0 leaves it as it is. */
  gainDb: z.number().min(-60).max(60),
});
export type PcmSource = z.infer<typeof pcmSchema>;

const ms = z.number().int().nonnegative();

export const stretchSchema = z.object({ startMs: ms, endMs: ms });
/** From `startMs` up to, and without, `endMs`, from the start of the recording. */
export type Stretch = z.infer<typeof stretchSchema>;

export const voiceOptionsSchema = z.object({
  /** Voice begins at this probability, 0 to 1. */
  threshold: z.number().min(0.05).max(0.95).optional(),
  /** Voice ends under this one; below `threshold`. */
  endThreshold: z.number().min(0.01).max(0.95).optional(),
  /** What is shorter is no voice. */
  minSpeechMs: ms.optional(),
  /** A pause that is shorter ends nothing. */
  minSilenceMs: ms.optional(),
  /** Added before and after each segment, as far as its neighbours let it. */
  padMs: ms.optional(),
  /** What is longer is cut where voice is least likely; absent: never. */
  maxSegmentMs: z.number().int().min(1000).optional(),
});
export type VoiceOptions = z.infer<typeof voiceOptionsSchema>;

/** One speaker's stretch; stretches of two speakers may overlap. */
export const turnSchema = stretchSchema.extend({ speaker: z.number().int().nonnegative() });
export type SpeakerTurn = z.infer<typeof turnSchema>;

export const voicePrintSchema = z.object({
  /** Of length 1; compared with prints of the same `model` only. */
  embedding: z.instanceof(Float32Array),
  /** Which features or model made it: prints of two models say nothing about each other. */
  model: z.string(),
});
export type VoicePrint = z.infer<typeof voicePrintSchema>;

export const diarizationSchema = z.object({
  /** `neural`: by models that were installed; `spectral`: by what can be measured without any. */
  method: z.enum(['neural', 'spectral']),
  /** By start. */
  turns: z.array(turnSchema),
  /** Numbered from 0 in the order in which they first speak. */
  speakers: z.array(voicePrintSchema.extend({ speaker: z.number().int().nonnegative(), speechMs: ms })),
});
export type Diarization = z.infer<typeof diarizationSchema>;

/** Files of models that are installed. The spectral method needs neither; the neural one needs both. */
const modelsSchema = z.object({ segmentation: z.string().optional(), embedding: z.string().optional() });
export type SpeechModels = z.infer<typeof modelsSchema>;

/** `done` of `total` milliseconds of the recording. */
const progress = z.object({ done: z.number(), total: z.number() });

/** Engine to speech worker: where somebody speaks, who, and how a voice is known again. */
export const speechContract = {
  'speech.findVoice': procedure({
    input: z.object({ pcm: pcmSchema, options: voiceOptionsSchema.optional() }),
    output: z.object({ segments: z.array(stretchSchema), speechMs: ms }),
    event: progress,
  }),
  'speech.diarize': procedure({
    input: z.object({
      pcm: pcmSchema,
      /** Where somebody speaks, by start and without overlap: what `speech.findVoice` gave. */
      voice: z.array(stretchSchema),
      /** How many there are, where it is known. */
      speakers: z.number().int().min(1).max(50).nullable().optional(),
      minSpeakers: z.number().int().min(1).max(50).optional(),
      maxSpeakers: z.number().int().min(1).max(50).optional(),
      models: modelsSchema.optional(),
    }),
    output: diarizationSchema,
    event: progress,
  }),
  /** The voice of one person, from stretches in which nobody else speaks. */
  'speech.embed': procedure({
    input: z.object({
      pcm: pcmSchema,
      ranges: z.array(stretchSchema).min(1),
      /** File of an embedding model; absent: the spectral features. */
      model: z.string().optional(),
    }),
    output: voicePrintSchema,
  }),
  'speech.ping': procedure({ input: z.object({}), output: z.object({ rssBytes: z.number() }) }),
};
