import type { Stretch } from '@adiuva/contracts/workers';
import { throwIfAborted, yieldToEventLoop } from '#base';
import { type PcmReader, samplesPerMs } from '../audio/pcmFile.ts';
import { cepstra, createFrameFeatures, frameMs, hopSamples, reachSamples } from './frameFeatures.ts';

/** The frames of all stretches, one stretch after the other, without what lies between them. */
export interface FeatureTrack {
  readonly frames: number;
  /** `cepstra` numbers a frame. */
  readonly cepstrum: Float32Array;
  /** Hz; 0 where there is no pitch. */
  readonly hertz: Float32Array;
  /** How periodic the frame is, 0 to 1. */
  readonly strength: Float32Array;
  /** Natural logarithm of the mean square. */
  readonly level: Float32Array;
  /** First frame, one past the last, and when the first begins. */
  readonly stretches: readonly { from: number; to: number; startMs: number }[];
}

/** Frames that are read from the disk together: 2.56 s. */
const blockFrames = 256;

/** @throws AppError `cancelled`; what reading throws */
export async function measureFeatures(
  pcm: PcmReader,
  voice: readonly Stretch[],
  { signal, onMs }: { signal?: AbortSignal | undefined; onMs?: ((ms: number) => void) | undefined } = {},
): Promise<FeatureTrack> {
  const counts = voice.map(({ startMs, endMs }) => Math.max(0, Math.floor((endMs - startMs) / frameMs)));
  const frames = counts.reduce((sum, count) => sum + count, 0);
  const features = createFrameFeatures();
  const cepstrum = new Float32Array(frames * cepstra);
  const hertz = new Float32Array(frames);
  const strength = new Float32Array(frames);
  const level = new Float32Array(frames);
  const stretches: { from: number; to: number; startMs: number }[] = [];
  const block = new Float32Array((blockFrames - 1) * hopSamples + reachSamples);
  let frame = 0;
  for (const [index, { startMs }] of voice.entries()) {
    const count = counts[index] ?? 0;
    stretches.push({ from: frame, to: frame + count, startMs });
    for (let done = 0; done < count; done += blockFrames) {
      throwIfAborted(signal);
      await yieldToEventLoop();
      // The middle of a frame is the middle of its hop.
      const middle = startMs * samplesPerMs + done * hopSamples + hopSamples / 2;
      await pcm.read(Math.round(middle) - reachSamples / 2, block);
      const size = Math.min(blockFrames, count - done);
      for (let offset = 0; offset < size; offset++, frame++) {
        const samples = block.subarray(offset * hopSamples, offset * hopSamples + reachSamples);
        features.cepstrum(samples, cepstrum.subarray(frame * cepstra, (frame + 1) * cepstra));
        const pitch = features.pitch(samples);
        hertz[frame] = pitch.hertz;
        strength[frame] = pitch.strength;
        level[frame] = features.level();
      }
      onMs?.(startMs + (done + size) * frameMs);
    }
  }
  return { frames, cepstrum, hertz, strength, level, stretches };
}
