import type { SpeakerTurn } from '@adiuva/contracts/workers';
import { samplesPerMs } from '../audio/pcmFile.ts';
import { localSpeakers } from './powerset.ts';
import { segmentationHop, segmentationOffset } from './segmentationModel.ts';

/** Pauses within a turn and turns that are shorter are the model's flicker. */
const shortestPauseMs = 100;
const shortestTurnMs = 100;

/** What all windows say of every frame of a recording. */
export interface SpeechMap {
  /** @param speakers of the recording, for each of the window's; -1 for those that are nobody */
  add(start: number, masks: Uint8Array, speakers: readonly number[]): void;
  /** By start; where windows disagree, the half of them that says more. */
  turns(): SpeakerTurn[];
}

export function createSpeechMap(samples: number, speakers: number): SpeechMap {
  const frames = Math.ceil(samples / segmentationHop) + 1;
  const votes = new Uint8Array(frames * speakers);
  const windows = new Uint8Array(frames);
  /** Speakers at once, over all windows. */
  const voices = new Uint8Array(frames);
  const totalMs = Math.floor(samples / samplesPerMs);
  const msOf = (frame: number) =>
    Math.min(totalMs, Math.max(0, Math.round(((frame - 0.5) * segmentationHop) / samplesPerMs)));

  /** Speakers of one frame. */
  function speaking(frame: number): number[] {
    const seen = windows[frame] as number;
    if (seen === 0) return [];
    const count = Math.round((voices[frame] as number) / seen);
    return Array.from({ length: speakers }, (_, speaker) => speaker)
      .filter((speaker) => (votes[frame * speakers + speaker] as number) > 0)
      .sort((a, b) => (votes[frame * speakers + b] as number) - (votes[frame * speakers + a] as number))
      .slice(0, count);
  }

  return {
    add(start, masks, found) {
      for (const [index, mask] of masks.entries()) {
        const frame = Math.round((start + index * segmentationHop + segmentationOffset) / segmentationHop);
        if (frame >= frames) break;
        windows[frame] = (windows[frame] as number) + 1;
        for (let local = 0; local < localSpeakers; local++) {
          const speaker = found[local] ?? -1;
          if ((mask & (1 << local)) === 0 || speaker < 0) continue;
          voices[frame] = (voices[frame] as number) + 1;
          const at = frame * speakers + speaker;
          votes[at] = (votes[at] as number) + 1;
        }
      }
    },
    turns() {
      const open = new Array<SpeakerTurn | undefined>(speakers);
      const turns: SpeakerTurn[] = [];
      const close = (speaker: number) => {
        const turn = open[speaker];
        if (turn && turn.endMs - turn.startMs >= shortestTurnMs) turns.push(turn);
        open[speaker] = undefined;
      };
      for (let frame = 0; frame < frames; frame++)
        for (const speaker of speaking(frame)) {
          const turn = open[speaker];
          if (turn && msOf(frame) - turn.endMs < shortestPauseMs) turn.endMs = msOf(frame + 1);
          else {
            close(speaker);
            open[speaker] = { startMs: msOf(frame), endMs: msOf(frame + 1), speaker };
          }
        }
      for (let speaker = 0; speaker < speakers; speaker++) close(speaker);
      return turns.sort((a, b) => a.startMs - b.startMs || a.speaker - b.speaker);
    },
  };
}
