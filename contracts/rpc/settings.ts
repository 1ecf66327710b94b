import { z } from 'zod';
import { procedure } from '../procedure.ts';

/** The languages of the interface. */
export const interfaceLanguageSchema = z.enum(['en', 'it', 'pl', 'ko']);
export type InterfaceLanguage = z.infer<typeof interfaceLanguageSchema>;

/** What holds for every window and every host of this library. */
export const settingsSchema = z.object({
  language: z.union([z.literal('system'), interfaceLanguageSchema]),
  theme: z.enum(['system', 'light', 'dark']),
  /** Enforced: nothing but this machine itself is reached while it is on. */
  isOffline: z.boolean(),
  /** The first steps were taken, or left out. */
  isWelcomed: z.boolean(),
  /** Days that the audit log keeps. */
  auditDays: z.number().int().min(1).max(3650),
  /** A speech model's id; `auto` takes the best that is installed and that this machine runs well. */
  recordingModel: z.string().min(1).max(200),
  /** ISO 639-1, or `auto`. */
  recordingLanguage: z.string().regex(/^(?:auto|[a-z]{2,3})$/),
  /** Names and terms that are likely to be said. */
  recordingVocabulary: z.string().max(2_000),
  recordingDevice: z.enum(['auto', 'cpu', 'gpu']),
  /** Whether speakers are told apart. */
  tellsSpeakersApart: z.boolean(),
  reducesNoise: z.boolean(),
  /** How transcripts are cut for search: by turn, by speaker, or by length. */
  recordingChunking: z.enum(['diarization', 'speaker', 'fixed']),
  /** Voices are biometric data: kept and recognised only where this is on. */
  remembersVoices: z.boolean(),
  /** Of the largest recording that is read. */
  recordingMaxMegabytes: z.number().int().min(1).max(100_000),
  /** What work in the background does while the machine is on its battery. */
  batteryWork: z.enum(['normal', 'slow', 'wait']),
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsRpc = {
  'settings.read': procedure({ input: z.object({}), output: settingsSchema }),
  'settings.change': procedure({ input: settingsSchema.partial(), output: settingsSchema }),
  /** The settings now, and again whenever one changes, until the caller stops it. */
  'settings.follow': procedure({ input: z.object({}), output: z.object({}), event: settingsSchema }),
};
