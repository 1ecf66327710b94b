import type { HeardSegment } from '@adiuva/contracts/workers';
import type { WhisperSegment } from '@adiuva/native/whisper';
import { cutLoops } from './cutLoops.ts';
import { isSilence } from './evidence.ts';
import { splitWords } from './splitWords.ts';
import { textOf, type Word } from './word.ts';

/** The stretch of the recording that was heard, in milliseconds from its start. */
export interface HeardStretch {
  startMs: number;
  endMs: number;
}

interface Draft {
  startMs: number;
  endMs: number;
  noSpeechProbability: number | null;
  confidence: number | null;
  words: Word[];
}

/**
 * What an adapter gave of one stretch, as it goes into a transcript: times from the start of the recording, in order and
 * inside the stretch; marks, loops and what was heard in silence left out.
 */
export function heardSegments(
  raw: readonly WhisperSegment[],
  stretch: HeardStretch,
  language: string,
): HeardSegment[] {
  const drafts = raw.map((segment) => draft(segment, language)).filter((segment) => !isSilence(segment));
  const owners = new Map(drafts.flatMap((segment) => segment.words.map((word) => [word, segment] as const)));
  const { words: kept } = cutLoops(drafts.flatMap(({ words }) => words));
  const keptOf = Map.groupBy(kept, (word) => owners.get(word));
  let floorMs = stretch.startMs;
  return drafts.flatMap((segment) => {
    const words = keptOf.get(segment) ?? [];
    if (words.length === 0) return [];
    const placed = place(segment, words, stretch, floorMs);
    floorMs = placed.endMs;
    return [placed];
  });
}

function draft(segment: WhisperSegment, language: string): Draft {
  return {
    startMs: segment.startMs,
    endMs: segment.endMs,
    noSpeechProbability: segment.noSpeechProbability,
    confidence: segmentConfidence(segment),
    words: splitWords(segment.pieces, language),
  };
}

/** e to the mean log probability of the tokens, as openai/whisper's `avg_logprob` has it. */
function segmentConfidence({ pieces }: WhisperSegment): number | null {
  const logs = pieces.flatMap(({ probability }) =>
    probability === null ? [] : [Math.log(Math.max(probability, 1e-10))],
  );
  if (logs.length === 0) return null;
  return Math.min(1, Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length));
}

/** Whisper's times can lie behind the end of what it heard, and words outside of their segment. */
function place(segment: Draft, words: readonly Word[], stretch: HeardStretch, floorMs: number): HeardSegment {
  const clamp = (value: number, low: number, high: number) =>
    Math.round(Math.min(Math.max(value, low), high));
  const startMs = clamp(stretch.startMs + segment.startMs, floorMs, stretch.endMs);
  // A segment that ended in a loop ends with its last word.
  const lastWordMs = words.at(-1)?.endMs ?? 0;
  const lastMs = words.at(-1) === segment.words.at(-1) ? Math.max(segment.endMs, lastWordMs) : lastWordMs;
  const endMs = clamp(stretch.startMs + lastMs, startMs, stretch.endMs);
  let previousMs = startMs;
  const placed = words.map(({ text, startMs: from, endMs: to, confidence }) => {
    const wordStart = clamp(stretch.startMs + from, previousMs, endMs);
    previousMs = clamp(stretch.startMs + to, wordStart, endMs);
    return { text, startMs: wordStart, endMs: previousMs, confidence };
  });
  return {
    startMs,
    endMs,
    text: textOf(words),
    confidence: segment.confidence,
    noSpeechProbability:
      segment.noSpeechProbability === null ? null : clampShare(segment.noSpeechProbability),
    words: placed,
  };
}

function clampShare(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}
