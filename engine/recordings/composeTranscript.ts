import type { HeardSegment as ModelSegment } from '@adiuva/contracts/workers';
import type { HeardSegment, HeardSpeaker } from '#storage';

/** A segment of a lane as it is kept. */
export function toHeardSegment(
  { startMs, endMs, text, words, confidence }: ModelSegment,
  lane: number,
  speaker: number | null,
): HeardSegment {
  return {
    ...{ startMs, endMs, lane, speaker, text },
    words: words.map(({ confidence: sure, ...word }) => ({
      ...word,
      ...(sure !== null && { confidence: sure }),
    })),
    confidence: words.length > 0 ? (meanConfidence(words) ?? confidence) : confidence,
  };
}

function meanConfidence(words: ModelSegment['words']): number | null {
  const known = words.flatMap(({ confidence }) => confidence ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Those of the speakers who say something in the transcript. */
export function speakersOf(
  heard: readonly HeardSpeaker[],
  segments: readonly HeardSegment[],
): HeardSpeaker[] {
  const speaking = new Set(segments.map(({ speaker }) => speaker));
  return heard.filter(({ number }) => speaking.has(number));
}
