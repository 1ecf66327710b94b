import { z } from 'zod';

/**
 * A rectangle on a page or picture as fractions of its width and height, origin at the top left, so that it
 * holds at every zoom and resolution.
 */
export const boxSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});

/** UTF-16 code units into the text of the part: `start` inclusive, `end` exclusive. */
const range = { start: z.number().int().nonnegative(), end: z.number().int().nonnegative() };

/** One step into an archive, a mail or another container, outermost first. */
export const containerStepSchema = z.object({
  kind: z.enum(['archive', 'attachment', 'embedded']),
  name: z.string(),
});

const within = { within: z.array(containerStepSchema).optional() };
/** Cells of a table that stands in the text, as a spreadsheet names them from its top left: `A2:C9`. */
const cells = { cells: z.string().optional() };
/** The part (a page, a section run, a message) of the document that `range` counts into. */
const inPart = { part: z.number().int().nonnegative() };

/**
 * The one way to point into any source, whatever its medium. Every chunk, citation, task and search hit carries
 * one; the viewer can open any of them.
 */
export const locatorSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('page'),
    ...inPart,
    ...range,
    ...within,
    /** 1-based, as a reader counts. */
    page: z.number().int().positive(),
    boxes: z.array(boxSchema),
    ...cells,
    headingPath: z.array(z.string()).optional(),
  }),
  z.object({
    kind: z.literal('text'),
    ...inPart,
    ...range,
    ...within,
    ...cells,
    headingPath: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('slide'),
    ...inPart,
    ...range,
    ...within,
    ...cells,
    slide: z.number().int().positive(),
  }),
  z.object({
    kind: z.literal('cells'),
    ...inPart,
    ...range,
    ...within,
    sheet: z.string(),
    cells: z.string(),
  }),
  z.object({
    kind: z.literal('message'),
    ...inPart,
    ...range,
    ...within,
    ...cells,
    section: z.enum(['headers', 'body']),
  }),
  z.object({
    kind: z.literal('time'),
    ...inPart,
    ...range,
    ...within,
    startMs: z.number().nonnegative(),
    endMs: z.number().nonnegative(),
    speaker: z.string().optional(),
  }),
  z.object({
    kind: z.literal('region'),
    ...inPart,
    ...range,
    ...within,
    boxes: z.array(boxSchema),
    /** 1-based, of a picture that has several (TIFF). */
    page: z.number().int().positive().optional(),
  }),
]);

export type ContainerStep = z.infer<typeof containerStepSchema>;
export type Box = z.infer<typeof boxSchema>;
export type Locator = z.infer<typeof locatorSchema>;
export type LocatorKind = Locator['kind'];
