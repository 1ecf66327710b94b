import type { PcmSource, Stretch, VoicePrint } from '@adiuva/contracts/workers';
import { AppError, throwIfAborted } from '#base';
import { openPcm, samplesPerMs } from './audio/pcmFile.ts';
import { measureFeatures } from './features/featureTrack.ts';
import { loadEmbeddingModel } from './neural/embeddingModel.ts';
import { spectralPrint } from './spectral/voicePrint.ts';
import { loudnessFloor } from './spectral/windowVectors.ts';

/** More than a minute of a voice says no more of it. */
const mostMs = 60_000;
const leastMs = 300;

/**
 * The voice of one person, from stretches of a recording: the first minute of them.
 *
 * @param model file of an embedding model; absent: the spectral features
 * @throws AppError `invalid_input` when they hold less than 0.3 s; `file_not_found`, `file_unreadable`,
 *   `file_changed`, `model_not_installed`, `model_invalid`, `cancelled`
 */
export async function embedVoice(
  {
    pcm: source,
    ranges,
    model: file,
  }: { pcm: PcmSource; ranges: readonly Stretch[]; model?: string | undefined },
  signal?: AbortSignal,
): Promise<VoicePrint> {
  const pcm = await openPcm(source);
  try {
    const taken = firstMs(ranges, Math.floor(pcm.samples / samplesPerMs));
    const total = taken.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    if (total < leastMs)
      throw new AppError(
        'invalid_input',
        'The stretch is too short to know a voice by: it takes 0.3 seconds.',
      );
    if (file === undefined) {
      const track = await measureFeatures(pcm, taken, { signal });
      const floor = loudnessFloor(track.level);
      const frames = Array.from({ length: track.frames }, (_, frame) => frame);
      return spectralPrint(
        track,
        frames.filter((frame) => (track.level[frame] as number) > floor),
      );
    }
    const samples = new Float32Array(total * samplesPerMs);
    let offset = 0;
    for (const { startMs, endMs } of taken) {
      const count = (endMs - startMs) * samplesPerMs;
      await pcm.read(startMs * samplesPerMs, samples.subarray(offset, offset + count));
      offset += count;
    }
    throwIfAborted(signal);
    const model = await loadEmbeddingModel(file);
    try {
      return { embedding: await model.embed(model.features(samples)), model: model.name };
    } finally {
      await model.dispose();
    }
  } finally {
    await pcm.close();
  }
}

function firstMs(ranges: readonly Stretch[], totalMs: number): Stretch[] {
  const taken: Stretch[] = [];
  let left = mostMs;
  for (const { startMs, endMs } of ranges) {
    const end = Math.min(endMs, totalMs, startMs + left);
    if (end <= startMs) continue;
    taken.push({ startMs, endMs: end });
    left -= end - startMs;
  }
  return taken;
}
