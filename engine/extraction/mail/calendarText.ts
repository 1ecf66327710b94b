import { cleanText } from '../encoding/cleanText.ts';

const labels: readonly [property: string, label: string][] = [
  ['SUMMARY', 'Event'],
  ['DTSTART', 'Start'],
  ['DTEND', 'End'],
  ['LOCATION', 'Location'],
  ['ORGANIZER', 'Organizer'],
  ['ATTENDEE', 'Attendee'],
  ['STATUS', 'Status'],
  ['DESCRIPTION', 'Description'],
];
const maxLines = 500;

/** An invitation (iCalendar) as lines that a person reads: what, when, where and who. Empty where it is none. */
export function calendarText(text: string): string {
  const lines: string[] = [];
  let isEvent = false;
  for (const line of cleanText(text)
    .replace(/\n[ \t]/g, '')
    .split('\n')) {
    if (/^BEGIN:V(?:EVENT|TODO|JOURNAL)/i.test(line)) isEvent = true;
    if (/^END:V(?:EVENT|TODO|JOURNAL)/i.test(line)) isEvent = false;
    const [, name = '', parameters = '', value = ''] =
      /^([\w-]+)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)?):(.*)$/.exec(line) ?? [];
    const label = labels.find(([property]) => property === name.toUpperCase())?.[1];
    if (!isEvent || !label || value.trim() === '' || lines.length >= maxLines) continue;
    lines.push(`${label}: ${readableValue(name.toUpperCase(), parameters, value)}`);
  }
  return lines.join('\n');
}

function readableValue(name: string, parameters: string, value: string): string {
  if (name.startsWith('DT')) {
    const [, year, month, day, hour, minute, utc] =
      /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?/.exec(value) ?? [];
    if (!year) return value;
    const zone = utc ? ' UTC' : (/TZID="?([^";:]+)/i.exec(parameters)?.[1] ?? '').replace(/^(.)/, ' $1');
    return hour ? `${year}-${month}-${day} ${hour}:${minute}${zone}` : `${year}-${month}-${day}`;
  }
  const text = value
    .replace(/\\n/gi, '\n')
    .replace(/\\([,;\\])/g, '$1')
    .trim();
  const person = /CN="?([^";:]+)/i.exec(parameters)?.[1];
  const address = text.replace(/^mailto:/i, '');
  return person && person !== address ? `${person} <${address}>` : address;
}
