import { open } from 'node:fs/promises';
import { throwIfAborted } from '#base';

/** Values of a waveform; a strip on a screen has no more pixels that anybody tells apart. */
const mostPeaks = 1000;
const leastMsPerPeak = 20;
/** Loudness is taken over so many samples at most: a syllable shows. */
const mostBlockSamples = 512;
/** Read at once. Of a long recording so many pieces are looked at, evenly spread: 4 hours are as quick as 4 minutes. */
const pieceBytes = 32 * 1024;
const mostPieces = 1000;
const samplesPerMs = 16;

interface LoudLane {
  file: string;
  samples: number;
  gainDb: number;
}

/**
 * Loudness over time of all lanes together, 0 to 1, the loudest 1, for a strip to look at.
 *
 * @throws AppError `cancelled`; an error of the system
 */
export async function readWaveform(
  lanes: readonly LoudLane[],
  durationMs: number,
  signal: AbortSignal,
): Promise<number[]> {
  const count = Math.max(1, Math.min(mostPeaks, Math.floor(durationMs / leastMsPerPeak)));
  const samplesPerPeak = Math.max(1, (durationMs * samplesPerMs) / count);
  const blockSamples = Math.max(1, Math.min(mostBlockSamples, Math.floor(samplesPerPeak)));
  const peaks = new Float64Array(count);
  const buffer = Buffer.alloc(pieceBytes);
  for (const { file, samples, gainDb } of lanes) {
    await using handle = await open(file);
    const gain = 10 ** (gainDb / 20);
    const bytes = samples * 2;
    // Even, so that no sample is read in halves.
    const stride = Math.max(pieceBytes, 2 * Math.floor(bytes / mostPieces / 2));
    for (let at = 0; at < bytes; at += stride) {
      throwIfAborted(signal);
      const { bytesRead } = await handle.read(buffer, 0, Math.min(pieceBytes, bytes - at), at);
      const piece = new Int16Array(buffer.buffer, buffer.byteOffset, bytesRead >> 1);
      for (let start = 0; start < piece.length; start += blockSamples) {
        const index = Math.min(count - 1, Math.floor((at / 2 + start) / samplesPerPeak));
        const block = piece.subarray(start, start + blockSamples);
        peaks[index] = Math.max(peaks[index] ?? 0, loudness(block) * gain);
      }
    }
  }
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 0);
  return Array.from(peaks, (peak) => (loudest > 0 ? Math.min(1, peak / loudest) : 0));
}

/** Root of the mean square. */
function loudness(samples: Int16Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
}
