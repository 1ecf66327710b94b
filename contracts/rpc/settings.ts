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
});
export type Settings = z.infer<typeof settingsSchema>;

export const settingsRpc = {
  'settings.read': procedure({ input: z.object({}), output: settingsSchema }),
  'settings.change': procedure({ input: settingsSchema.partial(), output: settingsSchema }),
  /** The settings now, and again whenever one changes, until the caller stops it. */
  'settings.follow': procedure({ input: z.object({}), output: z.object({}), event: settingsSchema }),
};
