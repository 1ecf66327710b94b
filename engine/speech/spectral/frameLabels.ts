import type { FeatureTrack } from '../features/featureTrack.ts';
import type { VoiceWindow } from './windowVectors.ts';

/** Every frame is its nearest window's; -1 in stretches that have none. */
export function frameLabels(
  track: FeatureTrack,
  windows: readonly VoiceWindow[],
  labels: Int32Array,
): Int32Array {
  const frames = new Int32Array(track.frames).fill(-1);
  let next = 0;
  for (const [stretch, { from, to }] of track.stretches.entries()) {
    while (windows[next] && (windows[next] as VoiceWindow).stretch < stretch) next++;
    if (windows[next]?.stretch !== stretch) continue;
    for (let frame = from; frame < to; frame++) {
      let after = windows[next + 1];
      while (after?.stretch === stretch && after.middle - frame <= frame - (windows[next]?.middle ?? 0)) {
        next++;
        after = windows[next + 1];
      }
      frames[frame] = labels[next] as number;
    }
  }
  return frames;
}
