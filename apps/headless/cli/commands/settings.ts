import { type Settings, settingsSchema } from '@adiuva/contracts/rpc';
import { AppError } from '@adiuva/wire';
import type { CommandContext } from '../commandContext.ts';
import { table } from '../table.ts';

/** Shows all of them; with a name that one, with a value after it changed. With --json all of them in any case. */
export async function settings(context: CommandContext, name?: string, value?: string): Promise<void> {
  const key = name === undefined ? undefined : requireName(name);
  const changes = key !== undefined && value !== undefined ? { [key]: readValue(key, value) } : undefined;
  const engine = await context.engine();
  const now = changes
    ? await engine.call('settings.change', changes, { signal: context.signal })
    : await engine.call('settings.read', {}, { signal: context.signal });
  const shown = Object.entries(now).filter(([each]) => key === undefined || each === key);
  context.result(now, () =>
    table(
      ['SETTING', 'VALUE'],
      shown.map(([each, current]) => [each, String(current)]),
    ),
  );
}

/** @throws AppError `invalid_input` */
function requireName(name: string): keyof Settings {
  const names = Object.keys(settingsSchema.shape) as (keyof Settings)[];
  const found = names.find((each) => each.toLowerCase() === name.toLowerCase());
  if (found) return found;
  throw new AppError('invalid_input', `There is no setting named ${name}. There are: ${names.join(', ')}.`);
}

/** What was typed is a text, a number or yes or no: whichever the setting is. @throws AppError `invalid_input` */
function readValue(name: keyof Settings, text: string): Settings[keyof Settings] {
  const schema = settingsSchema.shape[name];
  const number = text.trim() === '' ? Number.NaN : Number(text);
  for (const candidate of [text, words.get(text.toLowerCase()), number]) {
    const parsed = schema.safeParse(candidate);
    if (parsed.success) return parsed.data;
  }
  throw new AppError('invalid_input', `${name} cannot be ${text}. It is ${kinds[name]}.`);
}

const words = new Map<string, boolean>([
  ...(['true', 'on', 'yes'] as const).map((word) => [word, true] as const),
  ...(['false', 'off', 'no'] as const).map((word) => [word, false] as const),
]);

const kinds: Readonly<Record<keyof Settings, string>> = {
  language: 'system, en, it, pl or ko',
  theme: 'system, light or dark',
  isOffline: 'true or false',
  isWelcomed: 'true or false',
  auditDays: 'a whole number of days from 1 to 3650',
  recordingModel: 'auto or the id of a speech model; see adiuva models',
  recordingLanguage: 'auto or a language of two or three letters, like de',
  recordingVocabulary: 'a text of at most 2000 characters',
  recordingDevice: 'auto, cpu or gpu',
  tellsSpeakersApart: 'true or false',
  reducesNoise: 'true or false',
  recordingChunking: 'diarization, speaker or fixed',
  remembersVoices: 'true or false',
  recordingMaxMegabytes: 'a whole number of megabytes from 1 to 100000',
  batteryWork: 'normal, slow or wait',
};
