import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '../../../components/languageName.ts';

/** What Whisper was trained on (the list in its paper, appendix E), by ISO 639. */
const spoken =
  'af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh'
    .split(' ')
    // Its own name for Javanese is none of the standard.
    .filter((code) => code !== 'jw');

interface SpeechLanguageSelectProps {
  /** ISO 639-1, or `auto`. */
  value: string;
  onChange(language: string): void;
}

/** The language that is spoken. */
export function SpeechLanguageSelect({ value, onChange }: SpeechLanguageSelectProps) {
  const { t, i18n } = useTranslation('settings');
  const options = useMemo(
    () => [
      { value: 'auto', label: t('recordings.autoLanguage') },
      ...spoken
        .map((code) => ({ value: code, label: languageName(code, i18n.language) }))
        .sort((a, b) => a.label.localeCompare(b.label, i18n.language)),
    ],
    [t, i18n.language],
  );
  return (
    <Select
      label={t('recordings.language')}
      data={options}
      value={value}
      allowDeselect={false}
      searchable
      nothingFoundMessage={t('recordings.noLanguage')}
      maw={420}
      onChange={(language) => language && onChange(language)}
    />
  );
}
