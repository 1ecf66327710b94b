import type { Part } from '@adiuva/contracts';
import { yieldToEventLoop } from '#base';
import type { NewTranscript, SegmentRecord, StorageReader, TranscriptRecord } from '#storage';
import { transcriptForIndex } from '#transcripts';
import { eachTranscriptPart, transcriptParts } from './transcriptParts.ts';

/** Read in one go; the words of more would hold the event loop. */
const segmentsAtOnce = 500;

export async function readAllSegments(
  read: StorageReader,
  { id }: TranscriptRecord,
): Promise<SegmentRecord[]> {
  const segments: SegmentRecord[] = [];
  for (;;) {
    const page = read.readSegments(id, { offset: segments.length, limit: segmentsAtOnce });
    segments.push(...page);
    if (page.length < segmentsAtOnce) return segments;
    await yieldToEventLoop();
  }
}

/** A transcript as its document is indexed: a person's words before the model's, under the names that are shown. */
export async function partsOfTranscript(read: StorageReader, transcript: TranscriptRecord): Promise<Part[]> {
  const segments = transcriptForIndex(transcript, await readAllSegments(read, transcript));
  const parts: Part[] = [];
  for (const part of eachTranscriptPart({ segments, chapters: transcript.media.chapters })) {
    parts.push(part);
    await yieldToEventLoop();
  }
  return parts;
}

/** The same of one that is not kept: its speakers are numbered as they begin to speak. */
export function partsOfUnkept({ segments, media }: NewTranscript): Part[] {
  const names = new Map<number, string>();
  for (const { speaker } of segments.toSorted((a, b) => a.startMs - b.startMs)) {
    if (speaker !== null && !names.has(speaker)) names.set(speaker, `Speaker ${names.size + 1}`);
  }
  return transcriptParts({
    segments: segments.map(({ speaker, ...segment }) => ({
      ...segment,
      speakerName: speaker === null ? null : (names.get(speaker) ?? null),
    })),
    chapters: media.chapters,
  });
}
