import { declaredWaveMs } from './declaredWave.ts';
import { demuxerOf } from './describeRecording.ts';
import { audioStreams, type Description, videoStreams } from './description.ts';
import type { OpenedMedia } from './openMedia.ts';

/** Frames at the edges of a file that was cut are no damage worth a word. */
const toleratedErrors = 3;
const toleratedShare = 0.01;
/** Containers round, and encoders pad. */
const toleratedMs = 2_000;
const toleratedEnd = 0.01;

/** What to say of a track with pieces that could not be decoded; undefined where it is not worth it. */
export function describeDamage(
  track: number,
  { errors, frames }: { errors: number; frames: number },
): string | undefined {
  if (errors <= toleratedErrors || errors < frames * toleratedShare) return undefined;
  return `Track ${track} is damaged: ${errors.toLocaleString('en')} pieces of it could not be decoded.`;
}

/** What to say of a recording that was cut off: it ends before it says it does. */
export function describeEarlyEnd({ description, file }: OpenedMedia, decodedMs: number): string | undefined {
  const declaredMs =
    demuxerOf(description) === 'wav' ? declaredWaveMs(file.readNow) : declaredDuration(description);
  if (declaredMs === undefined) return undefined;
  if (decodedMs >= declaredMs - Math.max(toleratedMs, declaredMs * toleratedEnd)) return undefined;
  return `The recording was cut off: it ends after ${toClock(decodedMs)}, of ${toClock(declaredMs)} that it says it has.`;
}

/** Of the sound; the pictures of a video may go on after it. */
function declaredDuration(description: Description): number | undefined {
  if (description.isEstimate) return undefined;
  const ofTracks = audioStreams(description).flatMap(({ durationMs }) => durationMs ?? []);
  if (ofTracks.length > 0) return Math.max(...ofTracks);
  return videoStreams(description).length > 0 ? undefined : (description.durationMs ?? undefined);
}

function toClock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
