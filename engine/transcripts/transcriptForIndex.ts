import type { SpokenWord } from '@adiuva/contracts/rpc';
import type { SegmentRecord, TranscriptRecord } from '#storage';

/** A segment as it is cut for search. Milliseconds from the start of the recording. */
export interface SegmentForIndex {
  segmentId: number;
  startMs: number;
  endMs: number;
  lane: number;
  text: string;
  /** Inside the segment, ascending. Their texts follow one another in `text`, with what stands between them. */
  words: SpokenWord[];
  /** The speaker's number; null where nobody was told apart. */
  speaker: number | null;
  /** As shown; two numbers that are one person have one name. */
  speakerName: string | null;
}

/** What of a transcript is found: a person's words before the model's, under the names that are shown. Pure. */
export function transcriptForIndex(
  transcript: Pick<TranscriptRecord, 'speakers'>,
  segments: Iterable<SegmentRecord>,
): SegmentForIndex[] {
  const names = new Map(transcript.speakers.map(({ number, name }) => [number, name]));
  const found: SegmentForIndex[] = [];
  for (const { id, startMs, endMs, lane, text, words, speaker } of segments) {
    if (text.trim() === '') continue;
    const speakerName = speaker === null ? null : (names.get(speaker) ?? null);
    found.push({ segmentId: id, startMs, endMs, lane, text, words, speaker, speakerName });
  }
  return found;
}
