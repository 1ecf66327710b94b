import type { SlideParagraph } from '../presentation/slideParagraphs.ts';
import { type PowerPointRecord, recordsIn, recordType } from './records.ts';

/** What a text is for; [MS-PPT] 2.13.33. */
export type TextKind = 'title' | 'body' | 'notes' | 'other';

export interface SlideText {
  kind: TextKind;
  paragraphs: SlideParagraph[];
}

const kinds: Readonly<Record<number, TextKind>> = {
  0: 'title',
  1: 'body',
  2: 'notes',
  5: 'body',
  6: 'title',
  7: 'body',
  8: 'body',
};

/** Texts of a container in their order: a header, the characters, then how their paragraphs look. */
export function readTexts(
  bytes: Uint8Array,
  view: DataView,
  container: { start: number; end: number },
): SlideText[] {
  const texts: SlideText[] = [];
  let kind: TextKind = 'other';
  for (const record of recordsIn(view, container.start, container.end)) {
    if (record.type === recordType.textHeader) {
      kind =
        record.end - record.start >= 4 ? (kinds[view.getUint32(record.start, true)] ?? 'other') : 'other';
      texts.push({ kind, paragraphs: [] });
    } else if (record.type === recordType.textCharacters || record.type === recordType.textBytes) {
      const text = texts.at(-1);
      if (text) text.paragraphs = paragraphsOf(characters(bytes, record));
    } else if (record.type === recordType.textStyle)
      applyLevels(view, record, texts.at(-1)?.paragraphs ?? []);
  }
  return texts;
}

export function characters(bytes: Uint8Array, { type, start, end }: PowerPointRecord): string {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  return raw.toString(type === recordType.textBytes ? 'latin1' : 'utf16le');
}

function paragraphsOf(text: string): SlideParagraph[] {
  return text
    .split('\r')
    .map((line) => ({ text: line.replaceAll('\v', '\n'), level: 0, bullet: 'inherited' as const }));
}

/** Fields of a paragraph's look that come before others, by their bits in its mask; [MS-PPT] 2.9.20. */
const fields: readonly (readonly [mask: number, bytes: number])[] = [
  [0x80, 2],
  [0x10, 2],
  [0x40, 2],
  [0x20, 4],
  [0x800, 2],
  [0x1000, 2],
  [0x2000, 2],
  [0x4000, 2],
  [0x100, 2],
  [0x400, 2],
  [0x8000, 2],
];

/** Gives paragraphs their level and whether they have a mark; runs count characters, paragraph ends included. */
function applyLevels(view: DataView, record: PowerPointRecord, paragraphs: SlideParagraph[]): void {
  let at = record.start;
  let index = 0;
  let covered = 0;
  const length = paragraphs.reduce((sum, { text }) => sum + text.length + 1, 0);
  for (let seen = 0; seen < length && at + 10 <= record.end; ) {
    const count = view.getUint32(at, true);
    const level = Math.min(view.getUint16(at + 4, true), 4);
    const mask = view.getUint32(at + 6, true);
    at += 10;
    let bullet: SlideParagraph['bullet'] = 'inherited';
    if (mask & 0xf) {
      if (at + 2 > record.end) return;
      if (mask & 1) bullet = view.getUint16(at, true) & 1 ? 'mark' : 'none';
      at += 2;
    }
    for (const [bit, size] of fields) if (mask & bit) at += size;
    if (mask & 0x100000) {
      if (at + 2 > record.end) return;
      at += 2 + view.getUint16(at, true) * 4;
    }
    for (const bit of [0x10000, 0xe0000, 0x200000]) if (mask & bit) at += 2;
    seen += count;
    for (; index < paragraphs.length && covered < seen; index++) {
      const paragraph = paragraphs[index];
      if (!paragraph) break;
      paragraph.level = level;
      paragraph.bullet = bullet;
      covered += paragraph.text.length + 1;
    }
    if (count === 0) return;
  }
}
