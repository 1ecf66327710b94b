import type { SpeakerTurn } from '@adiuva/contracts/workers';
import { overlapMs, piecesOf, type TimedSegment, type TimedWord } from './timedText.ts';

/** Times of words are not exact: a word this near to a turn is of it. */
const nearMs = 500;
/** A run of words as short as this, with no pause around it, is a turn's end that was found too late. */
const islandMs = 400;
const islandPauseMs = 200;

/**
 * A transcript by speakers: each word goes to whoever speaks most of it, and segments are cut where that changes.
 * Words outside of all turns go with the word before, or after.
 *
 * @param segments in order
 * @param turns by start; may overlap: the larger share of the word wins, and of equals whoever spoke before
 * @returns the segments or their pieces, in order; `speaker` is null where nobody was found near
 */
export function assignSpeakers<S extends TimedSegment>(
  segments: readonly S[],
  turns: readonly SpeakerTurn[],
): (S & { speaker: number | null })[] {
  const near = turnsNear(turns);
  let previous: number | null = null;
  return segments.flatMap((segment) => {
    const { words } = segment;
    if (words.length === 0) {
      previous = speakerOf(segment, near(segment), previous) ?? previous;
      return [{ ...segment, speaker: previous }];
    }
    let last = previous;
    const found = words.map((word) => {
      const speaker = speakerOf(word, near(word), last);
      last = speaker ?? last;
      return speaker;
    });
    const speakers = withoutIslands(words, filled(found, previous));
    previous = speakers.at(-1) ?? previous;
    const runs = runsOf(speakers);
    return piecesOf(segment, runs).map((piece, index) => ({
      ...piece,
      speaker: runs[index]?.speaker ?? null,
    }));
  });
}

interface Run {
  from: number;
  to: number;
  speaker: number | null;
}

/** Turns around a stretch, found without going through all of them; asked in the order of time. */
function turnsNear(turns: readonly SpeakerTurn[]): (stretch: TimedWord | TimedSegment) => SpeakerTurn[] {
  const sorted = [...turns].sort((a, b) => a.startMs - b.startMs);
  const longest = sorted.reduce((most, { startMs, endMs }) => Math.max(most, endMs - startMs), 0);
  return ({ startMs, endMs }) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.startMs ?? 0) < startMs - nearMs - longest) low = middle + 1;
      else high = middle;
    }
    const found: SpeakerTurn[] = [];
    for (let index = low; index < sorted.length; index++) {
      const turn = sorted[index];
      if (!turn || turn.startMs > endMs + nearMs) break;
      if (turn.endMs >= startMs - nearMs) found.push(turn);
    }
    return found;
  };
}

function speakerOf(
  stretch: { startMs: number; endMs: number },
  turns: readonly SpeakerTurn[],
  previous: number | null,
): number | null {
  const shares = new Map<number, number>();
  for (const turn of turns)
    shares.set(turn.speaker, (shares.get(turn.speaker) ?? 0) + overlapMs(stretch, turn));
  let best: number | null = null;
  let most = 0;
  for (const [speaker, share] of shares)
    if (share > most || (share === most && share > 0 && speaker === previous)) {
      best = speaker;
      most = share;
    }
  if (best !== null) return best;
  let nearest = nearMs;
  for (const turn of turns) {
    const gap = Math.max(turn.startMs - stretch.endMs, stretch.startMs - turn.endMs);
    if (gap < nearest || (gap === nearest && turn.speaker === previous)) {
      nearest = gap;
      best = turn.speaker;
    }
  }
  return best;
}

/** Words of nobody go with the one before them, the first ones with the one after. */
function filled(speakers: readonly (number | null)[], previous: number | null): (number | null)[] {
  let last = speakers.find((speaker) => speaker !== null) ?? previous;
  return speakers.map((speaker) => {
    last = speaker ?? last;
    return last;
  });
}

function runsOf(speakers: readonly (number | null)[]): Run[] {
  const runs: Run[] = [];
  for (const [index, speaker] of speakers.entries()) {
    const run = runs.at(-1);
    if (run && run.speaker === speaker) run.to = index + 1;
    else runs.push({ from: index, to: index + 1, speaker });
  }
  return runs;
}

function withoutIslands(
  words: readonly TimedWord[],
  speakers: readonly (number | null)[],
): (number | null)[] {
  const smooth = [...speakers];
  const runs = runsOf(speakers);
  for (const [index, { from, to }] of runs.entries()) {
    const [before, after] = [runs[index - 1], runs[index + 1]];
    const [first, last] = [words[from], words[to - 1]];
    if (!before || !after || before.speaker !== after.speaker || !first || !last) continue;
    const isShort = last.endMs - first.startMs < islandMs;
    const isClose =
      first.startMs - (words[from - 1]?.endMs ?? 0) < islandPauseMs &&
      (words[to]?.startMs ?? 0) - last.endMs < islandPauseMs;
    if (isShort && isClose) smooth.fill(before.speaker, from, to);
  }
  return smooth;
}
