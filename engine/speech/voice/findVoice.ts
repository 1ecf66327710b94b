import type { PcmSource, Stretch, VoiceOptions } from '@adiuva/contracts/workers';
import { openPcm, samplesPerMs } from '../audio/pcmFile.ts';
import { segmentVoice } from './segmentVoice.ts';
import { type ProgressOptions, stepMs, voiceProbabilities } from './voiceProbabilities.ts';

/**
 * Where somebody speaks. Memory does not grow with the recording but for 4 bytes every 32 ms.
 *
 * @throws AppError `file_not_found`, `file_unreadable`, `file_changed`; `unavailable` when the model does not load;
 *   `cancelled`
 */
export async function findVoice(
  source: PcmSource,
  options: VoiceOptions = {},
  progress: ProgressOptions = {},
): Promise<{ segments: Stretch[]; speechMs: number }> {
  const pcm = await openPcm(source);
  try {
    const probabilities = await voiceProbabilities(pcm, progress);
    const segments = segmentVoice(probabilities, stepMs, pcm.samples / samplesPerMs, options);
    return { segments, speechMs: segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) };
  } finally {
    await pcm.close();
  }
}
