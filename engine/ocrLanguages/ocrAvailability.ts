import { findLanguageData } from './languageData.ts';

export interface OcrAvailability {
  /** Tesseract's names of languages whose data is on this machine. */
  languages: string[];
  /** In words, for `adiuva doctor`. */
  detail: string;
}

/** What text recognition could read now. Looks at the disk; loads nothing. */
export function ocrAvailability(modelsFolder: string): OcrAvailability {
  const languages = [...findLanguageData(modelsFolder).keys()];
  return {
    languages,
    detail:
      languages.length === 0
        ? 'no language is installed: adiuva models install ocr-eng'
        : `reads ${languages.join(', ')}; others: adiuva models install ocr-LANGUAGE`,
  };
}
