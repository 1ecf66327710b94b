import { Autocomplete } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { defaultBase, useBaseName } from './useBaseName.ts';
import type { Bases } from './useBases.ts';

interface BaseFieldProps {
  bases: Bases;
  /** Null: the first one. */
  value: string | null;
  onChange(value: string | null): void;
}

/** A knowledge base by its name; a name that is not there yet makes a new one. */
export function BaseField({ bases, value, onChange }: BaseFieldProps) {
  const { t } = useTranslation('library');
  const baseName = useBaseName();
  const isNew = value !== null && !bases.list.some(({ name }) => name === value);
  return (
    <Autocomplete
      label={t('bases.field')}
      description={isNew ? t('bases.isNew', { name: value }) : t('bases.fieldHow')}
      placeholder={baseName(defaultBase)}
      data={bases.list.map(({ name }) => baseName(name))}
      value={value === null ? '' : baseName(value)}
      onChange={(given) => {
        const name = given === baseName(defaultBase) ? defaultBase : given;
        onChange(name.trim() === '' ? null : name);
      }}
      maxLength={200}
      autoComplete="off"
    />
  );
}
