import type { SpeakerTurn } from '@adiuva/contracts/workers';
import { levelStepMs } from './laneLevels.ts';
import { overlapMs, piecesOf, type TimedSegment, type TimedWord } from './timedText.ts';

/** One channel of a call with what was heard in it. */
export interface Lane<S extends TimedSegment> {
  /** In order. */
  segments: readonly S[];
  /** As `laneLevels` gives them. */
  levels: Float32Array;
}

export interface LaneTurns<S extends TimedSegment> {
  /** Of all lanes, by start; `speaker` is the lane. */
  segments: (S & { speaker: number })[];
  turns: SpeakerTurn[];
  /** Words that were another lane's. */
  droppedWords: number;
}

/** The same word in another lane, within this, and so much louder there, was said there. */
const sameWordMs = 400;
const sameWordDb = 6;
/** A word that another lane drowns by as much, while somebody speaks there, is crosstalk however it was heard. */
const drownedDb = 15;
/** A longer pause ends a turn. */
const pauseMs = 1000;

/**
 * A call in which every speaker has a channel: the speaker is the channel. What leaks from one into the other and
 * was transcribed there once more is dropped.
 *
 * @param lanes in the order of the channels, on one clock
 */
export function turnsOfLanes<S extends TimedSegment>(lanes: readonly Lane<S>[]): LaneTurns<S> {
  let droppedWords = 0;
  const segments = lanes.flatMap((lane, speaker) => {
    const isLeaked = leakTest(lanes, speaker);
    return lane.segments.flatMap((segment) => {
      const heard = segment.words.length > 0 ? segment.words : [segment];
      const runs = keptRuns(heard.map((word) => !isLeaked(word)));
      droppedWords += heard.length - runs.reduce((sum, { from, to }) => sum + to - from, 0);
      if (segment.words.length === 0) return runs.length > 0 ? [{ ...segment, speaker }] : [];
      return piecesOf(segment, runs).map((piece) => ({ ...piece, speaker }));
    });
  });
  segments.sort((a, b) => a.startMs - b.startMs || a.speaker - b.speaker);
  return { segments, turns: joinedTurns(segments), droppedWords };
}

function leakTest<S extends TimedSegment>(
  lanes: readonly Lane<S>[],
  own: number,
): (word: TimedWord) => boolean {
  const others = lanes.flatMap((lane, index) =>
    index === own
      ? []
      : [
          {
            levels: lane.levels,
            words: lane.segments.flatMap(({ words, ...segment }): TimedWord[] =>
              words.length > 0 ? [...words] : [segment],
            ),
            next: 0,
          },
        ],
  );
  const levels = lanes[own]?.levels ?? new Float32Array();
  return (word) =>
    others.some((other) => {
      const louderDb = loudness(other.levels, word) - loudness(levels, word);
      if (louderDb < sameWordDb) return false;
      while ((other.words[other.next]?.endMs ?? Number.POSITIVE_INFINITY) < word.startMs - 10 * sameWordMs)
        other.next++;
      for (let index = other.next; index < other.words.length; index++) {
        const candidate = other.words[index];
        if (!candidate || candidate.startMs > word.endMs + sameWordMs) break;
        if (candidate.endMs < word.startMs - sameWordMs) continue;
        if (isSameWord(candidate.text, word.text)) return true;
        if (louderDb >= drownedDb && overlapMs(candidate, word) > 0) return true;
      }
      return false;
    });
}

/** Mean power of the stretch, in decibels. */
function loudness(levels: Float32Array, { startMs, endMs }: TimedWord): number {
  const from = Math.max(0, Math.floor(startMs / levelStepMs));
  const to = Math.min(levels.length, Math.max(from + 1, Math.ceil(endMs / levelStepMs)));
  let sum = 0;
  for (let step = from; step < to; step++) sum += 10 ** ((levels[step] as number) / 10);
  return to > from ? 10 * Math.log10(sum / (to - from)) : -100;
}

/** But for case and punctuation, and a letter in four that was heard otherwise. */
function isSameWord(left: string, right: string): boolean {
  const [a, b] = [letters(left), letters(right)];
  if (a === b) return true;
  return editDistance(a, b) * 4 <= Math.max(a.length, b.length);
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

function keptRuns(isKept: readonly boolean[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const [index, kept] of isKept.entries()) {
    if (!kept) continue;
    const run = runs.at(-1);
    if (run && run.to === index) run.to = index + 1;
    else runs.push({ from: index, to: index + 1 });
  }
  return runs;
}

function joinedTurns(segments: readonly (TimedSegment & { speaker: number })[]): SpeakerTurn[] {
  const open = new Map<number, SpeakerTurn>();
  const turns: SpeakerTurn[] = [];
  for (const { startMs, endMs, speaker } of segments) {
    const turn = open.get(speaker);
    if (turn && startMs - turn.endMs < pauseMs) turn.endMs = Math.max(turn.endMs, endMs);
    else {
      const begun = { startMs, endMs, speaker };
      open.set(speaker, begun);
      turns.push(begun);
    }
  }
  return turns;
}
