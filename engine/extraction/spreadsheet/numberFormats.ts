import {
  dateFromSerial,
  format,
  getFormatDateInfo,
  getFormatFromId,
  isDateFormat,
  isTextFormat,
} from 'numfmt';

/** Excel takes no longer ones. */
const maxPatternLength = 255;
/** Digits that a cell shows of a number without a format of its own. */
const generalDigits = 10;
/** 31 December 9999, the last day that spreadsheets know. */
const lastSerial = 2_958_465.999_99;
/** Days from the first day of the one calendar to that of the other, which old Macs count by. */
const days1904 = 1_462;
const plainFormat = /^(?:general|standard)?(?:_.|\s)*$/i;

export type ShowNumber = (value: number) => string;

/** Numbers as a cell shows them by its format; days as ISO dates, whatever the format's order. */
export interface NumberFormats {
  byPattern(pattern: string): ShowNumber;
  /** Formats that have a number and no pattern in the file. */
  byId(id: number): ShowNumber;
}

export function createNumberFormats(counts1904: boolean): NumberFormats {
  const shift = counts1904 ? days1904 : 0;
  const known = new Map<string, ShowNumber>();
  function byPattern(pattern: string): ShowNumber {
    let show = known.get(pattern);
    if (!show) {
      show = makeFormat(pattern, shift);
      known.set(pattern, show);
    }
    return show;
  }
  return { byPattern, byId: (id) => byPattern(getFormatFromId(id) ?? 'General') };
}

function makeFormat(pattern: string, shift: number): ShowNumber {
  if (pattern.length > maxPatternLength || plainFormat.test(pattern)) return showGeneral;
  try {
    if (isTextFormat(pattern)) return showGeneral;
    if (isDateFormat(pattern)) return makeDateFormat(pattern, shift);
    // The country of a currency says nothing of the signs for thousands and decimals.
    const plain = pattern.replace(/\[\$([^\]-]{1,20})-[^\]]{1,20}\]/g, '[$$$1]');
    format(plain, 1);
    return (value) => formatted(plain, value);
  } catch {
    return showGeneral;
  }
}

function makeDateFormat(pattern: string, shift: number): ShowNumber {
  const { year, month, day, hours, minutes, seconds } = getFormatDateInfo(pattern);
  return (value) => {
    const serial = value + shift;
    // Cells show such values as a row of number signs.
    if (!(serial >= 0 && serial <= lastSerial)) return showGeneral(value);
    if (!year || !month || !day) return formatted(pattern, serial);
    const [y, m, d, h, min, s] = dateFromSerial(serial);
    const date = `${String(y).padStart(4, '0')}-${twoDigits(m)}-${twoDigits(d)}`;
    if (!hours && !minutes) return date;
    return `${date} ${twoDigits(h)}:${twoDigits(min)}${seconds ? `:${twoDigits(Math.floor(s))}` : ''}`;
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function formatted(pattern: string, value: number): string {
  const text = format(pattern, value, { throws: false });
  return /^#{3,}$/.test(text) ? showGeneral(value) : text;
}

/** Integers with all their digits (they are names of things as often as not), others as a wide cell shows them. */
export function showGeneral(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value === 0 ? 0 : value);
  return String(Number(value.toPrecision(generalDigits))).replace('e', 'E');
}
