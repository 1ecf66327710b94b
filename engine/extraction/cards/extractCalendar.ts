import { fileEmpty } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { createFlowWriter, type FlowWriter } from '../office/flowWriter.ts';
import { readText } from '../text/readText.ts';
import { type ContentLine, contentLines, unescaped } from './contentLines.ts';

const shown: readonly [name: string, label: string][] = [
  ['LOCATION', 'Where'],
  ['ORGANIZER', 'Organizer'],
  ['ATTENDEE', 'With'],
  ['DUE', 'Due'],
  ['STATUS', 'Status'],
  ['CATEGORIES', 'Categories'],
  ['URL', 'Link'],
];

/** A calendar: each event and task under its name, with its time, place and people. */
export async function extractCalendar(source: Source): Promise<Extracted> {
  const writer = createFlowWriter(source.name, source.limits.maxTextLength);
  let fields = new Map<string, string[]>();
  let kind = '';
  let title: string | undefined;
  let count = 0;
  for (const line of contentLines(readText(source))) {
    if (line.name === 'X-WR-CALNAME') title = unescaped(line.value).trim();
    else if (line.name === 'BEGIN' && /^V(?:EVENT|TODO|JOURNAL)$/i.test(line.value)) {
      kind = line.value;
      fields = new Map();
    } else if (line.name === 'END' && kind !== '' && line.value === kind) {
      writeEntry(fields, writer);
      kind = '';
      count++;
    } else if (kind !== '') {
      const held = fields.get(line.name) ?? [];
      if (held.length < 100) held.push(wordsOf(line));
      fields.set(line.name, held);
    }
  }
  const document = writer.finish();
  if (document.text.trim() === '') throw fileEmpty(source.name);
  source.onProgress(1, 1);
  return {
    metadata: { ...(title && { title }), properties: { entries: count } },
    parts: splitFlow(document),
    warnings: [],
  };
}

function writeEntry(fields: ReadonlyMap<string, string[]>, writer: FlowWriter): void {
  const first = (name: string) => fields.get(name)?.[0] ?? '';
  writer.heading(1, first('SUMMARY') || 'Untitled');
  const end = first('DTEND');
  const when = [first('DTSTART'), end].filter((time) => time !== '').join(' – ');
  const lines: [string, string][] = [['When', when]];
  for (const [name, label] of shown) lines.push([label, fields.get(name)?.join(', ') ?? '']);
  for (const [label, value] of lines) if (value !== '') writer.line('list', `${label}: ${value}`);
  for (const paragraph of first('DESCRIPTION').split(/\n{2,}/)) writer.block('paragraph', paragraph);
}

function wordsOf({ name, parameters, value }: ContentLine): string {
  if (/^(?:DTSTART|DTEND|DUE)$/.test(name)) return timeOf(value, /TZID=([^;:"]{1,60})/.exec(parameters)?.[1]);
  if (name === 'ATTENDEE' || name === 'ORGANIZER') {
    const person = /CN=(?:"([^"]{1,200})"|([^;:"]{1,200}))/i.exec(parameters);
    const address = value.replace(/^mailto:/i, '');
    const called = person?.[1] ?? person?.[2];
    return called && called !== address ? `${called} <${address}>` : address;
  }
  return unescaped(value).trim();
}

function timeOf(value: string, zone: string | undefined): string {
  const time = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?$/.exec(value.trim());
  if (!time) return value.trim();
  const day = `${time[1]}-${time[2]}-${time[3]}`;
  return time[4] ? `${day} ${time[4]}:${time[5]}${time[6] ? ' UTC' : zone ? ` ${zone}` : ''}` : day;
}
