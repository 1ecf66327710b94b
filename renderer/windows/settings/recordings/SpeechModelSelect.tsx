import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../../client/index.ts';

interface SpeechModelSelectProps {
  /** A model's id, or `auto`. */
  value: string;
  onChange(model: string): void;
}

/** The speech models of this machine. */
export function SpeechModelSelect({ value, onChange }: SpeechModelSelectProps) {
  const { t } = useTranslation('settings');
  const { data } = useQuery('models.list', {});
  const installed =
    data?.models.filter(
      ({ kind, state }) => kind === 'transcription' && (state === 'installed' || state === 'builtin'),
    ) ?? [];
  const options = [
    { value: 'auto', label: t('recordings.autoModel') },
    ...installed.map(({ id, name }) => ({ value: id, label: name })),
  ];
  // One that was chosen and is no longer here stays to be seen.
  if (!options.some((option) => option.value === value)) options.push({ value, label: value });
  return (
    <Select
      label={t('recordings.model')}
      description={data && installed.length === 0 ? t('recordings.noModel') : undefined}
      data={options}
      value={value}
      allowDeselect={false}
      maw={420}
      onChange={(model) => model && onChange(model)}
    />
  );
}
