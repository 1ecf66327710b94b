import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';

interface DaysInputProps extends Pick<NumberInputProps, 'label' | 'aria-label' | 'suffix'> {
  days: number;
  min: number;
  /** Called once the person is done with it, and only with another number in range. */
  onDays(days: number): void;
}

const longestDays = 3650;

/** A number of days; nonsense leaves what it was. */
export function DaysInput({ days, min, onDays, ...names }: DaysInputProps) {
  const [value, setValue] = useState<number | string>(days);
  useEffect(() => setValue(days), [days]);

  function settle(): void {
    const wished = value === '' ? Number.NaN : Math.min(longestDays, Math.max(min, Number(value)));
    const next = Number.isInteger(wished) ? wished : days;
    setValue(next);
    if (next !== days) onDays(next);
  }
  return (
    <NumberInput
      {...names}
      value={value}
      onChange={setValue}
      min={min}
      max={longestDays}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      w={180}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter') settle();
      }}
    />
  );
}
