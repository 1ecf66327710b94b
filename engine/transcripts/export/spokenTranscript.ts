import type { SegmentForIndex } from '../transcriptForIndex.ts';

/** A transcript as it is written out. */
export interface SpokenTranscript {
  title: string;
  language: string | null;
  durationMs: number;
  model: string;
  warnings: readonly string[];
  /** In order of time, none without text. */
  segments: readonly (SegmentForIndex & { confidence: number | null })[];
}

/** One speaker's words until another speaks, or is silent for a while. */
export interface Turn {
  startMs: number;
  speaker: string | null;
  text: string;
}

/** A pause that ends a paragraph, and a length after which the next segment begins one. */
const pauseMs = 4_000;
const longestTurn = 1_200;

export function turnsOf({ segments }: SpokenTranscript, join: (a: string, b: string) => string): Turn[] {
  const turns: (Turn & { endMs: number })[] = [];
  for (const { startMs, endMs, speakerName, text } of segments) {
    const last = turns.at(-1);
    const goesOn =
      last &&
      last.speaker === speakerName &&
      startMs - last.endMs < pauseMs &&
      last.text.length + text.length < longestTurn;
    if (goesOn) {
      last.text = join(last.text, text);
      last.endMs = Math.max(last.endMs, endMs);
    } else turns.push({ startMs, endMs, speaker: speakerName, text });
  }
  return turns.map(({ endMs: _endMs, ...turn }) => turn);
}
