import type { ModelSummary } from '@adiuva/contracts/rpc';
import { useTranslation } from 'react-i18next';

const described = ['builtin', 'bge-m3', 'bge-m3-int8', 'speaker-diarization'] as const;

/** Tesseract's names of languages, where they are not those of the language's tag. */
const languageTags: Readonly<Record<string, string>> = {
  chi_sim: 'zh-Hans',
  chi_sim_vert: 'zh-Hans',
  chi_tra: 'zh-Hant',
  chi_tra_vert: 'zh-Hant',
  jpn_vert: 'ja',
  kor_vert: 'ko',
  srp_latn: 'sr-Latn',
  aze_cyrl: 'az-Cyrl',
  uzb_cyrl: 'uz-Cyrl',
  frm: 'frm',
};

/** The name of a language of text recognition (`deu`) in the window's language; as it is where it has none. */
export function useOcrLanguageName(): (code: string) => string {
  const { language } = useTranslation().i18n;
  const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' });
  return (code) => {
    try {
      const name = names.of(languageTags[code] ?? code) ?? code;
      return code.endsWith('_vert') ? `${name} ↓` : name;
    } catch {
      return code;
    }
  };
}

/** A model's name and description in the window's language; the catalogue's own English where there is none. */
export function useModelWords(): (model: ModelSummary) => { name: string; description: string } {
  const { t } = useTranslation('models');
  return ({ id, name, description }) => {
    const known = described.find((one) => one === id);
    return known
      ? { name: known === 'builtin' ? t('known.builtin.name') : name, description: t(`known.${known}.text`) }
      : { name, description };
  };
}
