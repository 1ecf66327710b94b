import { knownLanguages } from './languages.ts';

/**
 * The languages to read a document's pictures in, the most likely first; the reader begins with the first of them,
 * with English beside it, and goes to the others where the text asks for it.
 *
 * @param options.installed Tesseract's names of what is on the machine
 * @param options.setting the user's choice (`ocr.languages`); then only these, as far as they are installed
 * @param options.documentLanguage ISO 639-1, of the text around the pictures
 * @param options.locale of the system (`de-AT`)
 */
export function chooseOcrLanguages(options: {
  installed: readonly string[];
  setting?: readonly string[] | undefined;
  documentLanguage?: string | undefined;
  locale?: string | undefined;
}): string[] {
  const { installed, setting, documentLanguage, locale } = options;
  const allowed =
    setting && setting.length > 0 ? installed.filter((code) => setting.includes(code)) : installed;
  const ofDocument = codesOf(documentLanguage);
  const likely = setting && setting.length > 0 ? [...setting] : [...codesOf(locale?.split('-')[0]), 'eng'];
  return [...new Set([...ofDocument, ...likely, ...allowed])].filter((code) => allowed.includes(code));
}

function codesOf(iso: string | undefined): string[] {
  return knownLanguages.filter((language) => language.iso === iso).map(({ code }) => code);
}
