import type { InterfaceLanguage } from '@adiuva/contracts/rpc';
import { english } from './english.ts';
import { italian } from './italian.ts';
import { korean } from './korean.ts';
import type { Messages } from './messages.ts';
import { polish } from './polish.ts';

export { fill, type Messages } from './messages.ts';

export const catalogues: Readonly<Record<InterfaceLanguage, Messages>> = {
  en: english,
  it: italian,
  pl: polish,
  ko: korean,
};

/** @param preferred the system's languages, best first, as BCP 47 tags */
export function systemLanguage(preferred: readonly string[]): InterfaceLanguage {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (isKnown(language)) return language;
  }
  return 'en';
}

function isKnown(language: string): language is InterfaceLanguage {
  return Object.hasOwn(catalogues, language);
}
