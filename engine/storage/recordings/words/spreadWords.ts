import type { SpokenWord } from '@adiuva/contracts/rpc';
import { commonUnits } from './commonUnits.ts';
import { type Unit, unitsOf } from './units.ts';

interface Span {
  startMs: number;
  endMs: number;
}

const wordSegments = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * The words of a text with times. Words that were heard keep the times at which they were; others are spread between
 * their neighbours by their length. Milliseconds, rounded; ascending, inside `within`.
 *
 * @param heard ascending, inside `within`
 */
export function spreadWords(text: string, heard: readonly SpokenWord[], within: Span): SpokenWord[] {
  const units = unitsOf(text);
  const known = heard.flatMap(unitsOfWord);
  const kept = commonUnits(
    known.map(({ folded }) => folded),
    units.map(({ folded }) => folded),
  );
  const timed = units.map((unit, index): TimedUnit | null => {
    const from = known[kept[index] ?? -1];
    return from ? { ...unit, startMs: from.startMs, endMs: from.endMs, confidence: from.confidence } : null;
  });
  return joinUnits(text, fillGaps(units, timed, within));
}

interface TimedUnit extends Unit, Span {
  confidence: number | undefined;
}

/** A word of a script without spaces is several units, each with its share of the word's time. */
function unitsOfWord(word: SpokenWord): TimedUnit[] {
  const units = unitsOf(word.text);
  const length = units.reduce((sum, { text }) => sum + text.length, 0);
  let at = 0;
  return units.map((unit) => {
    const startMs = share(word, at, length);
    at += unit.text.length;
    return { ...unit, startMs, endMs: share(word, at, length), confidence: word.confidence };
  });
}

function share({ startMs, endMs }: Span, part: number, whole: number): number {
  return Math.round(startMs + ((endMs - startMs) * part) / Math.max(1, whole));
}

function fillGaps(units: readonly Unit[], timed: readonly (TimedUnit | null)[], within: Span): TimedUnit[] {
  const filled: TimedUnit[] = [];
  for (let index = 0; index < units.length; ) {
    const own = timed[index];
    if (own) {
      filled.push(own);
      index++;
      continue;
    }
    let end = index;
    while (end < units.length && !timed[end]) end++;
    const startMs = filled.at(-1)?.endMs ?? within.startMs;
    const gap = { startMs, endMs: Math.max(startMs, timed[end]?.startMs ?? within.endMs) };
    const run = units.slice(index, end);
    const length = run.reduce((sum, { text }) => sum + text.length, 0);
    let at = 0;
    for (const unit of run) {
      const from = share(gap, at, length);
      at += unit.text.length;
      filled.push({ ...unit, startMs: from, endMs: share(gap, at, length), confidence: undefined });
    }
    index = end;
  }
  return filled;
}

/** Characters of a script without spaces become the words that a reader of it would see. */
function joinUnits(text: string, units: readonly TimedUnit[]): SpokenWord[] {
  const starts = new Set<number>();
  const isTight = units.some((unit, index) => units[index + 1]?.start === unit.end);
  if (isTight) for (const { index } of wordSegments.segment(text)) starts.add(index);
  const words: (SpokenWord & { end: number })[] = [];
  for (const unit of units) {
    const last = words.at(-1);
    if (last && last.end === unit.start && !starts.has(unit.start)) {
      last.text += unit.text;
      last.end = unit.end;
      last.endMs = unit.endMs;
      if (unit.confidence === undefined) delete last.confidence;
      else if (last.confidence !== undefined) last.confidence = Math.min(last.confidence, unit.confidence);
    } else {
      const { startMs, endMs, text: own, end, confidence } = unit;
      words.push({ startMs, endMs, text: own, end, ...(confidence !== undefined && { confidence }) });
    }
  }
  return words.map(({ end: _end, ...word }) => word);
}
