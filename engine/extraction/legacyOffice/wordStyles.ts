import { kindOfStyle, type NamedKind } from '../office/styleNames.ts';
import type { WordFile } from './wordFile.ts';

interface Style {
  kind: NamedKind | undefined;
  base: number;
}

const maxStyles = 5_000;
const maxBases = 15;

/** What paragraphs of a style are, by the number of the style; [MS-DOC] 2.9.271. */
export function readWordStyles({
  table,
  tableView: view,
  structure,
}: WordFile): (style: number | undefined) => NamedKind | undefined {
  const styles: (Style | undefined)[] = [];
  const { at, length } = structure(1);
  const end = at + length;
  if (length >= 8) {
    const headerBytes = view.getUint16(at, true);
    const count = Math.min(view.getUint16(at + 2, true), maxStyles);
    const baseBytes = view.getUint16(at + 4, true);
    let next = at + 2 + headerBytes;
    for (let index = 0; index < count && next + 2 <= end; index++) {
      const size = view.getUint16(next, true);
      const start = next + 2;
      if (size >= 10 && start + size <= end) styles[index] = readStyle(start, size, baseBytes);
      next = start + size;
    }
  }

  function readStyle(start: number, size: number, baseBytes: number): Style {
    const known = view.getUint16(start, true) & 0x0fff;
    const base = view.getUint16(start + 2, true) >> 4;
    const nameAt = start + baseBytes;
    let name = '';
    if (nameAt + 2 <= start + size) {
      const characters = Math.min(view.getUint16(nameAt, true), 255);
      name = Buffer.from(table.subarray(nameAt + 2, nameAt + 2 + characters * 2)).toString('utf16le');
    }
    // Word's own styles have numbers, whatever the language of their names.
    const kind: NamedKind | undefined =
      known >= 1 && known <= 9
        ? { kind: 'heading', level: known }
        : known === 62
          ? { kind: 'heading', level: 1 }
          : known === 34
            ? { kind: 'caption', level: 0 }
            : kindOfStyle(name);
    return { kind, base };
  }

  return function kindOf(style) {
    let at = style ?? 0;
    for (let hops = 0; hops < maxBases; hops++) {
      const found = styles[at];
      if (!found) return undefined;
      if (found.kind) return found.kind;
      at = found.base;
    }
    return undefined;
  };
}
