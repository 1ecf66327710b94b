import { AppError } from '#base';
import type { Range, RecordingAt, TranscriptsDeps } from './dependencies.ts';

/** Speech that a voice is taken from: the longest stretches first, and not more than says something new. */
const enoughMs = 60_000;
const shortestMs = 1_000;

/**
 * Keeps the voice of a speaker whom a person has named, where voices are remembered and none is kept yet. A recording whose
 * voice cannot be had now keeps the name without it, which is logged.
 */
export async function keepSpeakersVoice(
  deps: TranscriptsDeps,
  { transcriptId, documentId }: RecordingAt,
  speaker: number,
): Promise<void> {
  const { read, write } = deps.storage;
  if (!deps.remembersVoices()) return;
  if (read.readVoices(transcriptId).some(({ number }) => number === speaker)) return;
  const ranges = clearestRanges(read.readSegments(transcriptId), speaker);
  if (ranges.length === 0) return;
  try {
    const voice = await deps.embedSpeaker(documentId, ranges);
    await write.keepVoice({ transcriptId, number: speaker, voice });
  } catch (error) {
    deps.log.warn('voices.notKept', { code: error instanceof AppError ? error.code : 'internal' });
  }
}

/** Stretches of one speaker in which nobody else speaks, by start. Pure. */
export function clearestRanges(
  segments: readonly (Range & { speaker: number | null })[],
  speaker: number,
): Range[] {
  const byStart = [...segments].sort((a, b) => a.startMs - b.startMs);
  const alone = byStart.filter(
    (own, index) =>
      own.speaker === speaker &&
      own.endMs - own.startMs >= shortestMs &&
      !overlapsAnother(byStart, index, speaker),
  );
  const candidates = alone.length > 0 ? alone : byStart.filter((own) => own.speaker === speaker);
  const chosen: Range[] = [];
  let spokenMs = 0;
  for (const { startMs, endMs } of [...candidates].sort(
    (a, b) => b.endMs - b.startMs - (a.endMs - a.startMs),
  )) {
    if (spokenMs >= enoughMs) break;
    if (endMs <= startMs) continue;
    chosen.push({ startMs, endMs });
    spokenMs += endMs - startMs;
  }
  return chosen.sort((a, b) => a.startMs - b.startMs);
}

/** Looks both ways as far as segments can reach; they are at most some tens of seconds long. */
const longestSegments = 50;

function overlapsAnother(
  segments: readonly (Range & { speaker: number | null })[],
  index: number,
  speaker: number,
): boolean {
  const own = segments[index];
  if (!own) return false;
  const near = segments.slice(Math.max(0, index - longestSegments), index + longestSegments);
  return near.some(
    (other) => other.speaker !== speaker && other.startMs < own.endMs && other.endMs > own.startMs,
  );
}
