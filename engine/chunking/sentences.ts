import { firstAbove, firstWithin, lastWithin } from './sortedSearch.ts';
import type { Structure } from './structure.ts';
import { skipSpace, trimEnd } from './whitespace.ts';

/** Sentence starts of a part, found paragraph by paragraph when they are asked for. A paragraph begins one. */
export interface Sentences {
  /** The last sentence start in `(low, high]`. */
  lastWithin(low: number, high: number): number | undefined;
  /** The first sentence start in `[low, high)`. */
  firstWithin(low: number, high: number): number | undefined;
  /** All sentence starts of the paragraph with this index. */
  ofParagraph(index: number): readonly number[];
}

/** Unicode's rules (UAX 29) do not depend on the language but for Greek; a fixed one keeps chunks reproducible. */
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
/** Text handed to the segmenter at a time, so that a paragraph of a megabyte does not hold the event loop. */
const windowLength = 8_192;

export function createSentences(text: string, structure: Structure): Sentences {
  const { paragraphs, lines } = structure;
  const read = new Map<number, { starts: number[]; reached: number }>();

  /** Reads the sentences of one paragraph as far as `to`. */
  function upTo(index: number, to: number): readonly number[] {
    const start = paragraphs[index];
    if (start === undefined) return [];
    const end = trimEnd(text, start, paragraphs[index + 1] ?? text.length);
    let state = read.get(index);
    if (!state) {
      state = { starts: [start], reached: start };
      read.set(index, state);
    }
    while (state.reached <= to && state.reached < end) {
      const windowEnd = safeEnd(text, state.reached, Math.min(end, state.reached + windowLength));
      const starts = segmentSentences(text, state.reached, windowEnd, lines);
      // The last sentence of a window that ends within a paragraph may go on: it is read again from its start.
      const last = windowEnd < end ? starts.pop() : undefined;
      for (const begin of starts) state.starts.push(begin);
      state.reached = last ?? windowEnd;
      if (last !== undefined) state.starts.push(last);
    }
    return state.starts;
  }

  return {
    lastWithin(low, high) {
      const index = firstAbove(paragraphs, high) - 1;
      return lastWithin(upTo(index, high), low, high);
    },
    firstWithin(low, high) {
      const index = Math.max(0, firstAbove(paragraphs, low) - 1);
      return firstWithin(upTo(index, high), low, high) ?? firstWithin(paragraphs, low, high);
    },
    ofParagraph: (index) => upTo(index, text.length),
  };
}

/** Sentence starts in `(start, end)`. Lines wrapped to a width are joined first; one begun on purpose begins a sentence. */
function segmentSentences(text: string, start: number, end: number, lines: readonly number[]): number[] {
  const starts: number[] = [];
  let from = start;
  for (let line = firstAbove(lines, start); from < end; line++) {
    const to = Math.min(end, lines[line] ?? end);
    if (from > start) starts.push(from);
    const stretch = text.slice(from, to).replace(/[\n\r\u2028\u2029\u0085]/g, ' ');
    const segments = segmenter.segment(stretch);
    let sentence = 0;
    for (let index = 0; index < stretch.length; ) {
      const segment = segments.containing(index);
      if (!segment) break;
      index += segment.segment.length;
      if (index >= stretch.length || endsInAbbreviation(stretch, sentence, index)) continue;
      const next = skipSpace(text, from + index, to);
      if (next < to) starts.push(next);
      sentence = index;
    }
    from = to;
  }
  return starts;
}

/** What a full stop follows without ending the sentence, in the languages of the interface. */
const abbreviations = new Set(
  (
    'dr mr mrs ms prof rev gen col capt lt sgt st sr jr hon mt no nos vol fig figs eq sec ch ed eds pp cf vs viz e.g i.e approx ' +
    'sig sigg dott avv ing geom on art artt pag pagg cap n nn s.p.a s.r.l ' +
    'ul al pl św ks inż mgr hab np tzn tj m.in im pkt ust poz str red tel ' +
    'hr fr nr bzw z.b d.h usw abb mme mlle m mm'
  ).split(' '),
);

/** "Dr." or "J." before a name, or "1." before its item, though the next letter is a capital. */
function endsInAbbreviation(text: string, sentence: number, index: number): boolean {
  const end = trimEnd(text, sentence, index);
  if (text.charCodeAt(end - 1) !== 0x2e) return false;
  let word = end - 1;
  while (word > sentence && end - word < 12 && !isSpaceOrBracket(text.charCodeAt(word - 1))) word--;
  const token = text.slice(word, end - 1);
  if (/^\p{Lu}$/u.test(token)) return true;
  if (word === sentence && /^[\p{L}\d]{1,3}$/u.test(token)) return true;
  return abbreviations.has(token.toLowerCase());
}

/** Space, quotation marks and opening brackets. */
function isSpaceOrBracket(code: number): boolean {
  return (
    code <= 0x22 ||
    code === 0x27 ||
    code === 0x28 ||
    code === 0x5b ||
    code === 0xa0 ||
    code === 0xab ||
    code >= 0x2018
  );
}

/** Never inside a surrogate pair, nor between a letter and its marks where white space is near. */
function safeEnd(text: string, start: number, end: number): number {
  if (end >= text.length) return end;
  for (let position = end; position > Math.max(start + 1, end - 200); position--) {
    if (text.charCodeAt(position - 1) <= 0x20) return position;
  }
  const code = text.charCodeAt(end);
  return code >= 0xdc00 && code <= 0xdfff && end - 1 > start ? end - 1 : end;
}
