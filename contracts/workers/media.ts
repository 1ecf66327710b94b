import { z } from 'zod';
import { procedure } from '../procedure.ts';
import { mediaChapterSchema, mediaTrackSchema } from '../rpc/recordings.ts';

/** What a recording says of itself; texts as they are written in it, and null where there are none. */
export const mediaInfoSchema = z.object({
  /** FFmpeg's name of the container: `mp3`, `mov,mp4,m4a,3gp,3g2,mj2`, `matroska,webm`. */
  container: z.string(),
  /** Null where not even reading it through tells. */
  durationMs: z.number().nonnegative().nullable(),
  /** `index` counts all streams of the file, also those that are not listed here. */
  tracks: z.array(mediaTrackSchema.extend({ isDefault: z.boolean() })),
  title: z.string().nullable(),
  artist: z.string().nullable(),
  album: z.string().nullable(),
  comment: z.string().nullable(),
  /** Epoch milliseconds. */
  createdAt: z.number().nullable(),
  chapters: z.array(mediaChapterSchema),
  hasCover: z.boolean(),
  /** Whether a browser plays the file as it is. */
  isPlayable: z.boolean(),
});
export type MediaInfo = z.infer<typeof mediaInfoSchema>;

/** Sound of one voice, or of all that cannot be told apart: raw signed 16-bit little-endian, mono, 16 kHz. */
export const mediaLaneSchema = z.object({
  /** `index` of the track it is of. */
  track: z.number().int().nonnegative(),
  /** From 0; null stands for all channels mixed. */
  channel: z.number().int().nonnegative().nullable(),
  /** Absolute path in the folder that was given. */
  file: z.string(),
  samples: z.number().int().nonnegative(),
  /** Integrated loudness (EBU R128); null where nothing is loud enough to count. */
  loudnessLufs: z.number().nullable(),
  /** To be applied when it is read, so that all recordings are about equally loud. */
  gainDb: z.number(),
  /** Largest sample without the gain, 0 to 1. */
  peak: z.number(),
  isSilent: z.boolean(),
});
export type MediaLane = z.infer<typeof mediaLaneSchema>;

export const decodedMediaSchema = z.object({
  durationMs: z.number().nonnegative(),
  lanes: z.array(mediaLaneSchema),
  /** What was left out and why, in words for the person. */
  warnings: z.array(z.string()),
});
export type DecodedMedia = z.infer<typeof decodedMediaSchema>;

/** Of the file on disk; larger ones are refused before they are read. */
const maxBytes = z.number().int().positive().optional();
const path = z.string();

/** Something was read since; the time limit of a stall begins anew. */
const alive = z.object({ type: z.literal('alive') });
const progress = z.object({
  type: z.literal('progress'),
  doneMs: z.number(),
  /** Null where the length is not known before the end. */
  totalMs: z.number().nullable(),
});
const event = z.discriminatedUnion('type', [progress, alive]);
const picture = z.object({ bytes: z.instanceof(Uint8Array), mediaType: z.string() });

/** Engine to media worker: recordings to samples, pictures and facts. One recording at a time per worker. */
export const mediaContract = {
  'media.probe': procedure({ input: z.object({ path, maxBytes }), output: mediaInfoSchema, event: alive }),
  /** The files of the lanes are the caller's to remove; one that fails leaves none. */
  'media.decode': procedure({
    input: z.object({
      path,
      /** Exists, and is empty or the caller's own. */
      folder: z.string(),
      maxBytes,
      /** All audio tracks unless told. */
      tracks: z.array(z.number().int().nonnegative()).min(1).optional(),
      noiseReduction: z.boolean().optional(),
    }),
    output: decodedMediaSchema,
    event,
  }),
  /** The picture that a recording carries; `unavailable` when it has none. `maxSize`: pixels of the longer side. */
  'media.cover': procedure({
    input: z.object({ path, maxSize: z.number().int().positive() }),
    output: picture,
  }),
  /** A frame of a video, its cover where no frame can be had; else `unavailable`. */
  'media.poster': procedure({
    input: z.object({
      path,
      atMs: z.number().nonnegative().optional(),
      maxSize: z.number().int().positive(),
    }),
    output: picture,
  }),
  /** Writes a copy of the sound that every browser plays. */
  'media.playable': procedure({
    input: z.object({ path, track: z.number().int().nonnegative().optional(), file: z.string() }),
    output: z.object({
      mediaType: z.string(),
      bytes: z.number().int(),
      durationMs: z.number().nonnegative(),
    }),
    event,
  }),
  'media.ping': procedure({
    input: z.object({}),
    /** `ffmpeg`: the program that is used where it can be; null where there is none. */
    output: z.object({ rssBytes: z.number(), ffmpeg: z.string().nullable() }),
  }),
};
