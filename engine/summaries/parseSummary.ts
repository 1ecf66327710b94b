import type { SummaryTemplate } from '@adiuva/contracts/rpc';

/** A point as the model wrote it, with the numbers of the lines that it names. */
export interface WrittenLine {
  text: string;
  numbers: number[];
  owner?: string;
  due?: string;
}

export interface WrittenSection {
  title: string;
  lines: WrittenLine[];
}

const bullet = /^\s*(?:[-*+•‣▪–]|\d{1,3}[.)])\s+/;
/** `[12]`, `[12, 14]`, `[12-15]`, `【12】`. */
const mark = /[[【]\s*(?:lines?\s+)?(\d+(?:\s*(?:[,;]|-|–|—|to|and)\s*\d+)*)\s*[\]】]/gi;
const nothing = /^(?:none|nothing|n\/a|keine?s?|nessun[oae]?|brak|없음|-|—)\W*$/i;
/** A range of more lines than this names nothing in particular. */
const longestRange = 12;

/** What the model wrote, by the template's sections; what stands under no heading of it belongs to the one before. */
export function parseSummary(text: string, template: SummaryTemplate): WrittenSection[] {
  const sections: WrittenSection[] = template.sections.map(({ title }) => ({ title, lines: [] }));
  const isFollowUp = template.sections.map(({ kind }) => kind === 'followUps');
  let current = 0;
  for (const line of text.split(/\r?\n/)) {
    const heading = findHeading(line, template);
    if (heading >= 0) {
      current = heading;
      continue;
    }
    const section = sections[current];
    if (!section || !bullet.test(line)) continue;
    const written = readLine(line.replace(bullet, ''), isFollowUp[current] ?? false);
    if (written) section.lines.push(written);
  }
  return sections;
}

function findHeading(line: string, { sections }: SummaryTemplate): number {
  const marked = /^\s*(?:#{1,6}\s+|\*\*)/.test(line);
  const words = fold(line.replace(/^[\s#*]+|[\s*:：]+$/g, ''));
  return sections.findIndex(({ title }) => words === fold(title) && (marked || !bullet.test(line)));
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

function readLine(line: string, isFollowUp: boolean): WrittenLine | null {
  const numbers = new Set<number>();
  for (const [, list = ''] of line.matchAll(mark))
    for (const number of readNumbers(list)) numbers.add(number);
  let text = line.replace(mark, '').replace(/\*\*/g, '');
  const found: { owner?: string; due?: string } = {};
  if (isFollowUp) {
    const note = /\(([^()]*\b(?:owner|due)\s*:[^()]*)\)/i.exec(text);
    if (note) {
      text = text.replace(note[0], '');
      for (const field of (note[1] ?? '').split(';')) {
        const [, name = '', value = ''] = /^\s*(owner|due)\s*:\s*(.+?)\s*$/i.exec(field) ?? [];
        if (value !== '' && !isUnknown(value)) found[name.toLowerCase() as 'owner' | 'due'] = value;
      }
    }
  }
  text = text
    .replace(/\s+/g, ' ')
    .replace(/\s+([.,;:!?])/g, '$1')
    .trim();
  if (text === '' || nothing.test(text)) return null;
  return { text, numbers: [...numbers], ...found };
}

const isUnknown = (value: string) =>
  /^(?:none|unknown|not (?:said|given|specified|mentioned)|n\/a|tbd|-|—)\W*$/i.test(value);

function readNumbers(list: string): number[] {
  return list.split(/[,;]|\band\b/i).flatMap((piece) => {
    const [first = Number.NaN, last = first] = piece.split(/-|–|—|\bto\b/i).map(Number);
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return [];
    if (last < first || last - first >= longestRange) return [first];
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
