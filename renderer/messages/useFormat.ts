import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Format {
  number(value: number): string;
  /** 0 to 1 as per cent. */
  share(value: number): string;
  /** `1.4 MB`: powers of a thousand, as file managers count. */
  bytes(value: number): string;
  date(unixMs: number): string;
  /** Time of day where it was today, the date otherwise. */
  moment(unixMs: number): string;
  dateTime(unixMs: number): string;
  /** `40 ms`, `2 min 5 sec`: of a length of time. */
  duration(ms: number): string;
  /** `1:02:03` or `2:03`: a place in a recording. */
  clock(ms: number): string;
  list(items: readonly string[]): string;
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Numbers, sizes and times as people of the window's language write them. */
export function useFormat(): Format {
  const { language } = useTranslation().i18n;
  return useMemo(() => createFormat(language), [language]);
}

export function createFormat(language: string): Format {
  const number = new Intl.NumberFormat(language);
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  // Each is dear to make, and a list asks for many.
  const units = new Map<string, Intl.NumberFormat>();
  const unit = (value: number, name: string, digits = 0) => {
    const key = `${name} ${digits}`;
    const own =
      units.get(key) ??
      new Intl.NumberFormat(language, {
        style: 'unit',
        unit: name,
        unitDisplay: 'short',
        maximumFractionDigits: digits,
      });
    units.set(key, own);
    return own.format(value);
  };
  const isToday = (unixMs: number) => new Date(unixMs).toDateString() === new Date().toDateString();

  return {
    number: (value) => number.format(value),
    share: (value) => share.format(value),
    bytes(value) {
      const power = Math.min(byteUnits.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
      const scaled = value / 1000 ** power;
      return unit(scaled, byteUnits[power] ?? 'byte', power > 0 && scaled < 100 ? 1 : 0);
    },
    date: (unixMs) => date.format(unixMs),
    moment: (unixMs) => (isToday(unixMs) ? time : date).format(unixMs),
    dateTime: (unixMs) => dateTime.format(unixMs),
    duration(ms) {
      if (ms < 1000) return unit(Math.max(1, Math.round(ms)), 'millisecond');
      const seconds = Math.round(ms / 1000);
      const parts = [
        [Math.floor(seconds / 3600), 'hour'],
        [Math.floor(seconds / 60) % 60, 'minute'],
        [seconds % 60, 'second'],
      ] as const;
      const told = parts.filter(([value]) => value > 0).slice(0, 2);
      return told.map(([value, name]) => unit(value, name)).join(' ');
    },
    clock(ms) {
      const seconds = Math.floor(ms / 1000);
      const pad = (value: number) => String(value).padStart(2, '0');
      const hours = Math.floor(seconds / 3600);
      const minutes = Math.floor(seconds / 60) % 60;
      return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
    },
    list: (items) => list.format(items),
  };
}
