import type { SpeakerTurn, Stretch } from '@adiuva/contracts/workers';
import type { PcmReader } from '../audio/pcmFile.ts';
import { type FeatureTrack, measureFeatures } from '../features/featureTrack.ts';
import { frameMs } from '../features/frameFeatures.ts';
import type { SpeakerCount } from '../speakerCount.ts';
import { frameLabels } from './frameLabels.ts';
import { groupWindows } from './groupWindows.ts';
import { resegment } from './resegment.ts';
import { loudnessFloor, voiceWindows } from './windowVectors.ts';

/**
 * Who speaks when, from what can be measured without any model: timbre and pitch. One speaker at a time: where two
 * speak at once, the louder one is found.
 *
 * @throws AppError `cancelled`; what reading throws
 */
export async function diarizeSpectral(
  pcm: PcmReader,
  voice: readonly Stretch[],
  count: SpeakerCount,
  options: { signal?: AbortSignal | undefined; onMs?: ((ms: number) => void) | undefined } = {},
): Promise<{ turns: SpeakerTurn[]; track: FeatureTrack }> {
  const track = await measureFeatures(pcm, voice, options);
  return { turns: await diarizeTrack(track, count, options.signal), track };
}

/** The same of what has been measured. */
export async function diarizeTrack(
  track: FeatureTrack,
  count: SpeakerCount,
  signal?: AbortSignal,
): Promise<SpeakerTurn[]> {
  const floor = loudnessFloor(track.level);
  const windows = voiceWindows(track, floor);
  const { labels, speakers } = await groupWindows(track, floor, windows, count, signal);
  const grouped = frameLabels(track, windows, labels);
  const frames = await resegment(track, grouped, speakers, floor, signal);
  // Whoever was asked for stays, even where the frames would rather be another's.
  const isShort = new Set(frames).size < Math.min(speakers, count.exactly ?? count.atLeast);
  return turnsOfFrames(track, isShort ? withoutGaps(grouped) : frames);
}

/** Frames of nobody go with those before them, the first ones with those after. */
function withoutGaps(labels: Int32Array): Int32Array {
  let last = labels.find((label) => label >= 0) ?? 0;
  return labels.map((label) => {
    if (label >= 0) last = label;
    return last;
  });
}

function turnsOfFrames(track: FeatureTrack, labels: Int32Array): SpeakerTurn[] {
  const turns: SpeakerTurn[] = [];
  for (const { from, to, startMs } of track.stretches) {
    const at = (frame: number) => startMs + (frame - from) * frameMs;
    for (let start = from; start < to; ) {
      const speaker = labels[start] as number;
      let end = start + 1;
      while (end < to && labels[end] === speaker) end++;
      turns.push({ startMs: at(start), endMs: at(end), speaker });
      start = end;
    }
  }
  return turns;
}
