import type { Attributes } from '../../office/readXml.ts';
import { showGeneral } from '../numberFormats.ts';

const isoDate = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d))?)?/;
const isoTime = /^PT(\d+)H(\d+)M(\d+)/;

/**
 * What a cell shows: its text as the file has it, days as ISO dates unless they show as less than a day (a month, a
 * year), and the value itself where a program left out the text.
 */
export function shownValue(attributes: Attributes, text: string): string {
  const type = attributes['office:value-type'] ?? attributes['calcext:value-type'];
  const date = type === 'date' ? isoDate.exec(attributes['office:date-value'] ?? '') : null;
  if (date) {
    const [, day = '', minutes, seconds] = date;
    if (text !== '' && !showsDay(text, day)) return text;
    const hasTime = minutes !== undefined && (minutes !== '00:00' || text.includes(':'));
    if (!hasTime) return day;
    return `${day} ${minutes}${seconds !== undefined && seconds !== '00' ? `:${seconds}` : ''}`;
  }
  if (text !== '') return text;
  switch (type) {
    case 'boolean':
      return (attributes['office:boolean-value'] ?? '').toUpperCase();
    case 'string':
      return attributes['office:string-value'] ?? '';
    case 'time': {
      const time = isoTime.exec(attributes['office:time-value'] ?? '');
      return time ? time.slice(1).join(':') : '';
    }
    case 'float':
    case 'currency': {
      const value = Number(attributes['office:value']);
      const unit = type === 'currency' ? (attributes['office:currency'] ?? '') : '';
      return Number.isFinite(value) ? `${showGeneral(value)} ${unit}`.trim() : '';
    }
    case 'percentage': {
      const value = Number(attributes['office:value']);
      return Number.isFinite(value) ? `${showGeneral(value * 100)}%` : '';
    }
    default:
      return '';
  }
}

function showsDay(text: string, day: string): boolean {
  const number = String(Number(day.slice(8)));
  return new RegExp(`(?<!\\d)0?${number}(?!\\d)`).test(text);
}
