import type { HeardSegment } from '../transcript.ts';
import { bestMatching } from './bestMatching.ts';
import type { FormerSegment } from './mergeSegments.ts';
import { forEachOverlap } from './overlaps.ts';

export interface SpeakerMatch {
  /** For each speaker of the new transcript the number that it goes by. */
  numberOf: Map<number, number>;
  /** Speakers that a person knows and that no new one is: what they said stays theirs. */
  claimants: Set<number>;
}

type Spoken = Pick<FormerSegment, 'startMs' | 'endMs' | 'speaker' | 'heardSpeaker' | 'isAssigned'>;

/** Two voices that are one speak at once for so much of the shorter one's time; what overlaps less does so by chance. */
const samePart = 0.3;
/** A new voice that is said to be a former speaker's without a pairing of its own: at least so much of it. */
const mostlyPart = 0.5;

/**
 * Which speakers of a new transcription are which of the former one, by the time that they speak at once. Voices are
 * paired with the voices that the former diarization heard, so that two that a person has made one become one again.
 *
 * @param former with the numbers that they go by now
 * @param known numbers that a person has named, or has said something else of
 * @param speakers numbers of the new transcript
 */
export function matchSpeakers(args: {
  former: readonly Spoken[];
  next: readonly Pick<HeardSegment, 'startMs' | 'endMs' | 'speaker'>[];
  speakers: readonly number[];
  known: ReadonlySet<number>;
}): SpeakerMatch {
  const { known, speakers } = args;
  const former = [...args.former].sort((a, b) => a.startMs - b.startMs);
  const next = [...args.next].sort((a, b) => a.startMs - b.startMs);
  const voices = [...new Set(former.flatMap(({ heardSpeaker }) => heardSpeaker ?? []))];
  const asVoices = createSums();
  const asSpeakers = createSums();
  const heardMs = totals(former, ({ heardSpeaker }) => heardSpeaker);
  const spokenMs = totals(next, ({ speaker }) => speaker);
  forEachOverlap(former, next, (a, b, overlapMs) => {
    if (b.speaker === null) return;
    if (a.heardSpeaker !== null) asVoices.add(a.heardSpeaker, b.speaker, overlapMs);
    if (a.speaker !== null) asSpeakers.add(a.speaker, b.speaker, overlapMs);
  });

  const numberOf = new Map<number, number>();
  const goesBy = speakersOfVoices(former);
  const pairs = bestMatching(
    voices.map((voice) =>
      speakers.map((speaker) => {
        const overlapMs = asVoices.get(voice, speaker);
        const shorterMs = Math.min(heardMs.get(voice) ?? 0, spokenMs.get(speaker) ?? 0);
        return overlapMs >= samePart * shorterMs ? overlapMs : 0;
      }),
    ),
  );
  pairs.forEach((column, row) => {
    const [speaker, number] = [speakers[column], goesBy.get(voices[row] ?? -1)];
    if (speaker !== undefined && number !== undefined) numberOf.set(speaker, number);
  });

  const numbers = new Set([...known, ...former.flatMap(({ speaker }) => speaker ?? [])]);
  const isTaken = new Set(numberOf.values());
  for (const speaker of speakers) {
    if (numberOf.has(speaker)) continue;
    const enough = (spokenMs.get(speaker) ?? 0) * mostlyPart;
    const free = [...numbers].filter((number) => !isTaken.has(number));
    const [best] = free.sort((a, b) => asSpeakers.get(b, speaker) - asSpeakers.get(a, speaker));
    if (best === undefined || asSpeakers.get(best, speaker) < Math.max(1, enough)) continue;
    numberOf.set(speaker, best);
    isTaken.add(best);
  }
  const used = new Set([...numbers, ...numberOf.values()]);
  for (const speaker of speakers) {
    if (numberOf.has(speaker)) continue;
    const number = used.has(speaker) ? Math.max(-1, ...used, ...speakers) + 1 : speaker;
    numberOf.set(speaker, number);
    used.add(number);
  }
  const claimants = new Set([...known].filter((number) => !isTaken.has(number)));
  return { numberOf, claimants };
}

/** What each voice goes by: as most of its segments do that a person has not assigned, else as most of all do. */
function speakersOfVoices(former: readonly Spoken[]): Map<number, number> {
  const sums = createSums();
  for (const { heardSpeaker, speaker, isAssigned, startMs, endMs } of former) {
    if (heardSpeaker === null || speaker === null) continue;
    // A word that is assigned weighs less than any that is not.
    sums.add(heardSpeaker, speaker, (endMs - startMs + 1) * (isAssigned ? 1e-9 : 1));
  }
  return sums.largest();
}

function totals<Each extends { startMs: number; endMs: number }>(
  segments: readonly Each[],
  numberOf: (segment: Each) => number | null,
): Map<number, number> {
  const sums = new Map<number, number>();
  for (const segment of segments) {
    const number = numberOf(segment);
    if (number !== null) sums.set(number, (sums.get(number) ?? 0) + segment.endMs - segment.startMs);
  }
  return sums;
}

function createSums() {
  const sums = new Map<number, Map<number, number>>();
  return {
    add(row: number, column: number, amount: number): void {
      let columns = sums.get(row);
      if (!columns) {
        columns = new Map();
        sums.set(row, columns);
      }
      columns.set(column, (columns.get(column) ?? 0) + amount);
    },
    get: (row: number, column: number) => sums.get(row)?.get(column) ?? 0,
    largest(): Map<number, number> {
      const found = new Map<number, number>();
      for (const [row, columns] of sums) {
        let best = -1;
        for (const [column, amount] of columns)
          if (amount > best) {
            best = amount;
            found.set(row, column);
          }
      }
      return found;
    },
  };
}
