import { z } from 'zod';
import { containerStepSchema } from '../locator.ts';
import { procedure } from '../procedure.ts';

/** A page or a picture, drawn. */
export const drawnPictureSchema = z.object({
  mediaType: z.literal('image/webp'),
  /** The file's bytes in base64: ports of text carry it too. */
  data: z.base64(),
});

/** Which page of the document; the first where nothing is said. */
const place = {
  /** The part that stands on it. */
  part: z.number().int().nonnegative().optional(),
  /** Or the page, 1-based, of the file or of what `within` leads to. */
  page: z.number().int().positive().optional(),
  within: z.array(containerStepSchema).optional(),
};

/** Made when first asked for, and kept for the next time. `file_unsupported` for what has no looks: plain text. */
export const picturesRpc = {
  'pictures.page': procedure({
    input: z.object({
      id: z.string(),
      ...place,
      /** Pixels of the longer side. */
      maxSize: z.number().int().min(64).max(4096).optional(),
    }),
    output: drawnPictureSchema,
  }),
  'pictures.thumbnail': procedure({
    input: z.object({ id: z.string(), ...place }),
    output: drawnPictureSchema,
  }),
};

export type DrawnPicture = z.infer<typeof drawnPictureSchema>;
