import { z } from 'zod';

const tags = z.record(z.string(), z.string());
const time = z.number().nullable();

/** What recording.c (native/media) writes of a recording; numbers that do not apply are 0. */
export const descriptionSchema = z.object({
  format: z.string(),
  durationMs: time,
  /** From the size and the first bit rate: wrong for files whose rate varies. */
  isEstimate: z.boolean(),
  isProtected: z.boolean(),
  tags,
  streams: z.array(
    z.object({
      index: z.number().int(),
      type: z.string(),
      codec: z.string(),
      channels: z.number(),
      sampleRate: z.number(),
      width: z.number(),
      height: z.number(),
      isDefault: z.boolean(),
      isPicture: z.boolean(),
      isProtected: z.boolean(),
      canDecode: z.boolean(),
      durationMs: time,
      tags,
    }),
  ),
  chapters: z.array(z.object({ number: z.number().int(), startMs: time, endMs: time, tags })),
});
export type Description = z.infer<typeof descriptionSchema>;
export type StreamDescription = Description['streams'][number];

/** Tags by their names without case, which differs from container to container; what is blank is not there. */
export function readTags(tags: Readonly<Record<string, string>>): (...names: string[]) => string | null {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(tags)) {
    const text = cleanText(value);
    if (text !== '') values.set(name.toLowerCase(), text);
  }
  return (...names) => names.map((name) => values.get(name)).find((value) => value !== undefined) ?? null;
}

/** Control characters and bytes that are no text (written by old programs in codes of their own) go. */
function cleanText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/g, '').trim();
}

export function audioStreams(description: Description): StreamDescription[] {
  return description.streams.filter(({ type }) => type === 'audio');
}

export function videoStreams(description: Description): StreamDescription[] {
  return description.streams.filter(({ type, isPicture }) => type === 'video' && !isPicture);
}

/** Encrypted; of Matroska and WebM FFmpeg says it by the key that would open it. */
export function isLockedStream({ isProtected, tags: own }: StreamDescription): boolean {
  return isProtected || readTags(own)('enc_key_id') !== null;
}
