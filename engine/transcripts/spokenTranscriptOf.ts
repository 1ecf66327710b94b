import type { SegmentRecord, TranscriptRecord } from '#storage';
import type { SpokenTranscript } from './export/spokenTranscript.ts';
import { transcriptForIndex } from './transcriptForIndex.ts';

/** A transcript with its segments, as it is written out. */
export function spokenTranscriptOf(
  title: string,
  transcript: TranscriptRecord,
  segments: readonly SegmentRecord[],
): SpokenTranscript {
  const { language, durationMs, model, warnings } = transcript;
  const confidences = new Map(segments.map(({ id, confidence }) => [id, confidence]));
  const spoken = transcriptForIndex(transcript, segments).map((segment) => ({
    ...segment,
    confidence: confidences.get(segment.segmentId) ?? null,
  }));
  return { title, language, durationMs, model, warnings, segments: spoken };
}
