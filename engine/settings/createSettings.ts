import { type Settings, settingsSchema } from '@adiuva/contracts/rpc';
import type { StorageReader, StorageWriter } from '#storage';

/** What holds for every window and every host of this library. */
export interface SettingsStore {
  /** In memory: asked before every request that would leave the machine. */
  current(): Settings;
  /** Durable when it resolves, and told to whoever listens. @throws AppError `storage_full` */
  change(changes: SettingsChange): Promise<Settings>;
  /** Hears of every change, in the order they were made. */
  listen(listener: (settings: Settings) => void): () => void;
}

export type SettingsChange = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  isOffline: false,
  isWelcomed: false,
  auditDays: 90,
  recordingModel: 'auto',
  recordingLanguage: 'auto',
  recordingVocabulary: '',
  recordingDevice: 'auto',
  tellsSpeakersApart: true,
  reducesNoise: false,
  recordingChunking: 'diarization',
  remembersVoices: false,
  recordingMaxMegabytes: 500,
  batteryWork: 'slow',
};

const names = Object.keys(defaultSettings) as (keyof Settings)[];

/** Each has a row of its own, so that two windows that change two of them do not undo each other. */
export function createSettings(deps: {
  read: Pick<StorageReader, 'readSetting'>;
  write: Pick<StorageWriter, 'writeSettings'>;
}): SettingsStore {
  const listeners = new Set<(settings: Settings) => void>();
  let settings = readAll();

  function readAll(): Settings {
    const stored = Object.fromEntries(
      names.map((name) => {
        const parsed = settingsSchema.shape[name].safeParse(deps.read.readSetting(keyOf(name)));
        return [name, parsed.success ? parsed.data : defaultSettings[name]];
      }),
    );
    return settingsSchema.parse(stored);
  }

  return {
    current: () => settings,
    async change(changes) {
      const given = names.filter((name) => changes[name] !== undefined);
      if (given.length === 0) return settings;
      await deps.write.writeSettings(given.map((name) => ({ key: keyOf(name), value: changes[name] })));
      const next = settingsSchema.parse({
        ...settings,
        ...Object.fromEntries(given.map((name) => [name, changes[name]])),
      });
      const isNews = given.some((name) => next[name] !== settings[name]);
      settings = next;
      if (isNews) for (const listener of [...listeners]) listener(settings);
      return settings;
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function keyOf(name: keyof Settings): string {
  return `app.${name}`;
}
