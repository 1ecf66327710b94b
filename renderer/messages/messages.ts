import type { InterfaceLanguage } from '@adiuva/contracts/rpc';
import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import activity from './en/activity.json';
import capture from './en/capture.json';
import chat from './en/chat.json';
import common from './en/common.json';
import errors from './en/errors.json';
import library from './en/library.json';
import models from './en/models.json';
import people from './en/people.json';
import quickChat from './en/quickChat.json';
import recording from './en/recording.json';
import settings from './en/settings.json';
import viewer from './en/viewer.json';
import welcome from './en/welcome.json';

/** English is in the bundle: it is what stands in for a language until its catalogue is here. */
const english = {
  activity,
  capture,
  chat,
  common,
  errors,
  library,
  models,
  people,
  quickChat,
  recording,
  settings,
  viewer,
  welcome,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof english;
  }
}

export const languageNames: Readonly<Record<InterfaceLanguage, string>> = {
  en: 'English',
  it: 'Italiano',
  pl: 'Polski',
  ko: '한국어',
};

const catalogues = import.meta.glob<{ default: Record<string, unknown> }>(['./{it,pl,ko}/*.json']);

/** The language of the interface where the person chose none: the first of the system's that there is a catalogue for. */
export function systemLanguage(preferred: readonly string[] = navigator.languages): InterfaceLanguage {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (Object.hasOwn(languageNames, language)) return language as InterfaceLanguage;
  }
  return 'en';
}

/** Words in English at once; other languages are fetched when they are chosen. */
export function createMessages(): i18n {
  const messages = i18next.createInstance();
  void messages.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    ns: Object.keys(english),
    defaultNS: 'common',
    resources: { en: english },
    partialBundledLanguages: true,
    initAsync: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });
  return messages;
}

/** @throws what the import throws, where a catalogue cannot be loaded; the language then stays what it was */
export async function speak(messages: i18n, language: InterfaceLanguage): Promise<void> {
  if (language !== 'en' && !messages.hasResourceBundle(language, 'common')) {
    await Promise.all(
      Object.keys(english).map(async (name) => {
        const load = catalogues[`./${language}/${name}.json`];
        if (load) messages.addResourceBundle(language, name, (await load()).default);
      }),
    );
  }
  await messages.changeLanguage(language);
  document.documentElement.lang = language;
}
