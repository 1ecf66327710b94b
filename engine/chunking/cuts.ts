import type { ChunkingOptions } from '@adiuva/contracts';
import type { Sentences } from './sentences.ts';
import { lastWithin } from './sortedSearch.ts';
import type { Structure } from './structure.ts';
import type { TokenMap } from './tokenMap.ts';
import type { Topics } from './topics.ts';
import { skipSpace, trimEnd } from './whitespace.ts';
import { isGraphemeStart, lastGraphemeStart, lastWordStart } from './words.ts';

/** Everything known of a part that decides where it is cut. */
export interface PartReading {
  text: string;
  tokens: TokenMap;
  structure: Structure;
  sentences: Sentences;
  /** Semantic strategy only. */
  topics: Topics | undefined;
  options: ChunkingOptions;
  /** UTF-16 code units of the longest chunk: text that tokens hardly count (one unknown word of a megabyte). */
  maxLength: number;
}

/** A chunk to be: it begins at `start`; what is new in it begins at `fresh`, after the overlap. */
export interface ChunkStart {
  start: number;
  fresh: number;
}

export interface Cut {
  position: number;
  /** Whether a word had to be cut because it is too long on its own. */
  insideWord: boolean;
}

/**
 * How full a chunk must be, of what its overlap leaves, to end at a boundary of each kind: the stronger the
 * boundary, the more room it may cost.
 */
const leastFill = {
  section: 0.5,
  paragraph: 0.5,
  line: 0.6,
  sentence: 0.3,
  paragraphOfSentences: 0.8,
  topic: 0.3,
};

/** A rest up to this share of a chunk is not left for last: the two chunks then share what there is. */
const orphanShare = 0.25;
const firstOfTwo = 0.6;

/**
 * Where a chunk of about `budget` tokens ends: a position in `(fresh, …]` at which the next text begins.
 *
 * @returns null when not even one word fits behind the overlap
 */
export function chooseCut(reading: PartReading, { start, fresh }: ChunkStart, budget: number): Cut | null {
  const { text, tokens, structure, options } = reading;
  const whole = tokens.count(start, text.length);
  if (whole <= budget && text.length - start <= reading.maxLength)
    return { position: text.length, insideWord: false };

  const keepsStructure = options.keepStructure === true;
  const shares =
    !keepsStructure && options.strategy !== 'fixed' && whole > budget && whole < budget * (1 + orphanShare);
  const room = shares ? Math.ceil(whole * firstOfTwo) : budget;
  const limit = furthest(reading, start, room);
  const accept = (cut: number | undefined): Cut | undefined => {
    if (cut === undefined || cut <= fresh) return undefined;
    const named = structure.nameBefore(cut)?.start ?? cut;
    const position = options.strategy === 'fixed' ? named : structure.beforeHeadings(named);
    return position > fresh && isGraphemeStart(text, position) ? { position, insideWord: false } : undefined;
  };

  if (limit > fresh) {
    const kept = keepsStructure ? accept(keptWhole(reading, fresh, limit, budget)) : undefined;
    const cut = kept ?? byStrategy(reading, { start, fresh }, limit, accept);
    if (cut) return cut;
    const word = lastWordStart(text, fresh, limit);
    if (word !== undefined) {
      // Unicode's words may end inside a grapheme where a mark follows what it cannot join.
      const whole = isGraphemeStart(text, word) ? word : lastGraphemeStart(text, fresh, word);
      return accept(word) ?? { position: whole, insideWord: whole !== word };
    }
  }
  if (start < fresh) return null;
  return { position: lastGraphemeStart(text, fresh, Math.max(limit, fresh + 1)), insideWord: true };
}

/** The start of the outermost table, code block or section that goes on beyond the limit and fits in one chunk. */
function keptWhole(reading: PartReading, fresh: number, limit: number, budget: number): number | undefined {
  const { text, tokens, structure, maxLength } = reading;
  const reached = trimEnd(text, fresh, limit);
  return structure
    .unitsAcross(reached)
    .find(
      (unit) =>
        unit.start > fresh &&
        unit.end - unit.start <= maxLength &&
        tokens.count(unit.start, unit.end) <= budget,
    )?.start;
}

function byStrategy(
  reading: PartReading,
  { start, fresh }: ChunkStart,
  limit: number,
  accept: (cut: number | undefined) => Cut | undefined,
): Cut | undefined {
  const { tokens, structure, sentences, topics, options } = reading;
  const room = tokens.count(start, limit) - tokens.count(start, fresh);
  const filled = (share: number) => {
    const least = tokens.forward(fresh, Math.max(1, Math.floor(room * share)));
    return Math.max(fresh, Math.min(least, limit) - 1);
  };
  switch (options.strategy) {
    case 'fixed':
      return undefined;
    // Where nobody takes turns.
    case 'diarization':
    case 'speaker':
    case 'sentence':
      return (
        accept(lastWithin(structure.paragraphs, filled(leastFill.paragraphOfSentences), limit)) ??
        accept(sentences.lastWithin(fresh, limit))
      );
    case 'semantic':
      return (
        accept(topics?.weakestWithin(filled(leastFill.topic), limit)) ??
        accept(sentences.lastWithin(fresh, limit))
      );
    case 'recursive': {
      const block = structure.blockAt(limit);
      const isRows = block?.kind === 'table' || block?.kind === 'code' || block?.kind === 'list';
      return (
        accept(lastWithin(structure.sections, filled(leastFill.section), limit)) ??
        accept(lastWithin(structure.paragraphs, filled(leastFill.paragraph), limit)) ??
        accept(lastWithin(structure.lines, isRows ? fresh : filled(leastFill.line), limit)) ??
        accept(sentences.lastWithin(filled(leastFill.sentence), limit)) ??
        accept(lastWithin(structure.paragraphs, fresh, limit))
      );
    }
  }
}

/** The furthest cut that keeps about `budget` tokens and the longest length, past the white space behind it. */
function furthest({ text, tokens, maxLength }: PartReading, start: number, budget: number): number {
  const end = Math.min(tokens.forward(start, budget), start + maxLength);
  return skipSpace(text, end);
}
