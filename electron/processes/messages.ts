import { wireErrorSchema } from '@adiuva/contracts';
import { z } from 'zod';

/** The workers that are processes; `storage` is a thread of the engine. */
export const workerProcessSchema = z.enum([
  'extraction',
  'ocr',
  'inference',
  'media',
  'speech',
  'transcription',
]);
export type WorkerProcess = z.infer<typeof workerProcessSchema>;

/** How the machine is powered, as far as background work should care. */
export const powerStateSchema = z.enum(['mains', 'battery', 'suspended']);
export type PowerState = z.infer<typeof powerStateSchema>;

const id = z.number().int().nonnegative();
const plainData = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** What the engine's process tells main over its parent port. */
export const fromEngineSchema = z.discriminatedUnion('t', [
  /** The library is open and ports are answered. */
  z.object({ t: z.literal('ready') }),
  /** It cannot be opened, and trying the same again is of no use. */
  z.object({ t: z.literal('refused'), error: wireErrorSchema }),
  /** An engine of another process, which this one shared, has gone: every window needs a new port. */
  z.object({ t: z.literal('lost') }),
  z.object({
    t: z.literal('startWorker'),
    id,
    kind: workerProcessSchema,
    init: plainData,
    maxHeapMiB: z.number().int().positive().optional(),
    writableFolders: z.array(z.string().min(1)).optional(),
  }),
  z.object({ t: z.literal('killWorker'), id }),
  z.object({
    t: z.literal('secret'),
    id,
    action: z.enum(['get', 'set', 'delete']),
    name: z.string().min(1).max(200),
    value: z.string().max(100_000).optional(),
  }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;

/** What main tells the engine's process. `client` and `workerPort` carry a port. */
export const toEngineSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('open'), home: z.string().min(1) }),
  z.object({ t: z.literal('client') }),
  z.object({ t: z.literal('workerPort'), id }),
  z.object({ t: z.literal('workerPid'), id, pid: z.number().int() }),
  z.object({
    t: z.literal('workerEnded'),
    id,
    code: z.number().int().nullable(),
    signal: z.string().nullable(),
  }),
  z.object({
    t: z.literal('secretAnswer'),
    id,
    value: z.string().nullable().optional(),
    error: wireErrorSchema.optional(),
  }),
  z.object({ t: z.literal('power'), state: powerStateSchema }),
  z.object({ t: z.literal('close') }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

/** What a worker's process is started with; its port comes along. */
export const workerStartSchema = z.object({ t: z.literal('start'), init: plainData });
export type WorkerStart = z.infer<typeof workerStartSchema>;
