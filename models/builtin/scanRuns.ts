import { type CharacterClass, characterClass } from './characterClasses.ts';

/** Longest run of one repeated symbol that counts as one: `-----`, `......`. */
const maxSymbolRun = 8;

/**
 * Walks a text once and reports its runs of one class, in order, as UTF-16 offsets. Marks stay with
 * the run they follow; a run of symbols is one symbol repeated. Returning false stops the walk.
 */
export function scanRuns(
  text: string,
  classOf: (codePoint: number) => CharacterClass,
  onRun: (start: number, end: number, kind: CharacterClass) => boolean,
): void {
  let kind: CharacterClass = characterClass.none;
  let start = 0;
  let symbol = 0;
  let index = 0;
  while (index < text.length) {
    const codePoint = text.codePointAt(index) ?? 0;
    const next = index + (codePoint > 0xffff ? 2 : 1);
    const own = classOf(codePoint);
    const continues =
      own === characterClass.mark
        ? kind !== characterClass.none
        : own === kind &&
          (own !== characterClass.symbol || (codePoint === symbol && next - start <= maxSymbolRun));
    if (!continues) {
      if (kind !== characterClass.none && !onRun(start, index, kind)) return;
      // A mark with nothing before it stands for itself.
      kind = own === characterClass.mark ? characterClass.letter : own;
      start = index;
      symbol = codePoint;
    }
    index = next;
  }
  if (kind !== characterClass.none) onRun(start, text.length, kind);
}
