import { NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface MegabytesInputProps {
  value: number;
  /** Called once the person is done with it, and only with another number in range. */
  onChange(value: number): void;
}

const range = { least: 1, most: 100_000 };

/** How large a recording may be; nonsense leaves what it was. */
export function MegabytesInput({ value, onChange }: MegabytesInputProps) {
  const { t } = useTranslation('settings');
  const [shown, setShown] = useState<number | string>(value);
  useEffect(() => setShown(value), [value]);
  function settle(): void {
    const wished = shown === '' ? Number.NaN : Math.min(range.most, Math.max(range.least, Number(shown)));
    const next = Number.isInteger(wished) ? wished : value;
    setShown(next);
    if (next !== value) onChange(next);
  }
  return (
    <NumberInput
      label={t('recordings.largest')}
      description={t('recordings.largestHelp')}
      suffix=" MB"
      thousandSeparator=" "
      value={shown}
      onChange={setShown}
      min={range.least}
      max={range.most}
      step={500}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      maw={260}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
      }}
    />
  );
}
