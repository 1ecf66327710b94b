/** A language of text recognition. */
export interface OcrLanguage {
  /** Tesseract's name, ISO 639-3 with or without a script: `eng`, `chi_sim`. */
  code: string;
  /** ISO 639-1, as documents and system settings name it. */
  iso: string;
  /** Letters of its writing; languages of one writing can be read with each other's data, more or less. */
  script:
    | 'Latin'
    | 'Han'
    | 'Japanese'
    | 'Hangul'
    | 'Cyrillic'
    | 'Arabic'
    | 'Hebrew'
    | 'Greek'
    | 'Indic'
    | 'Thai'
    | 'Georgian'
    | 'Armenian';
}

const row = (code: string, iso: string, script: OcrLanguage['script']): OcrLanguage => ({
  code,
  iso,
  script,
});

/** Languages whose data is published as a package; more can be added here and in the model catalogue. */
export const knownLanguages: readonly OcrLanguage[] = [
  row('eng', 'en', 'Latin'),
  row('deu', 'de', 'Latin'),
  row('fra', 'fr', 'Latin'),
  row('ita', 'it', 'Latin'),
  row('spa', 'es', 'Latin'),
  row('por', 'pt', 'Latin'),
  row('nld', 'nl', 'Latin'),
  row('pol', 'pl', 'Latin'),
  row('ces', 'cs', 'Latin'),
  row('slk', 'sk', 'Latin'),
  row('slv', 'sl', 'Latin'),
  row('hrv', 'hr', 'Latin'),
  row('hun', 'hu', 'Latin'),
  row('ron', 'ro', 'Latin'),
  row('swe', 'sv', 'Latin'),
  row('nor', 'no', 'Latin'),
  row('dan', 'da', 'Latin'),
  row('fin', 'fi', 'Latin'),
  row('est', 'et', 'Latin'),
  row('lav', 'lv', 'Latin'),
  row('lit', 'lt', 'Latin'),
  row('cat', 'ca', 'Latin'),
  row('tur', 'tr', 'Latin'),
  row('vie', 'vi', 'Latin'),
  row('ind', 'id', 'Latin'),
  row('lat', 'la', 'Latin'),
  row('ukr', 'uk', 'Cyrillic'),
  row('bul', 'bg', 'Cyrillic'),
  row('srp', 'sr', 'Cyrillic'),
  row('ell', 'el', 'Greek'),
  row('heb', 'he', 'Hebrew'),
  row('ara', 'ar', 'Arabic'),
  row('fas', 'fa', 'Arabic'),
  row('hin', 'hi', 'Indic'),
  row('ben', 'bn', 'Indic'),
  row('tam', 'ta', 'Indic'),
  row('tel', 'te', 'Indic'),
  row('tha', 'th', 'Thai'),
  row('kat', 'ka', 'Georgian'),
  row('hye', 'hy', 'Armenian'),
  row('kor', 'ko', 'Hangul'),
  row('jpn', 'ja', 'Japanese'),
  row('jpn_vert', 'ja', 'Japanese'),
  row('chi_sim', 'zh', 'Han'),
  row('chi_tra', 'zh', 'Han'),
];

export function languageOf(code: string): OcrLanguage | undefined {
  return knownLanguages.find((language) => language.code === code);
}
