import { open, rm } from 'node:fs/promises';
import { audioStreams } from './description.ts';
import { createLaneFile } from './lanes/laneFile.ts';
import { recordingWithoutSamples } from './mediaErrors.ts';
import { type OpenedMedia, requireSound } from './openMedia.ts';
import { openSound } from './source/openSound.ts';
import { waveHeader } from './waveHeader.ts';

export interface WaveOptions {
  track?: number | undefined;
  file: string;
  ffmpeg: string | undefined;
  signal: AbortSignal | undefined;
  onAlive(): void;
  onProgress(progress: { doneMs: number; totalMs: number | null }): void;
}

/** Enough for voices; a third of the size of what music wants. */
const playRate = 24_000;
const headerBytes = 44;
/** A wave counts its bytes in 32 bits. */
const maxDataBytes = 2 ** 32 - 1024;

/**
 * Writes a track as a wave of 16 bits at 24 kHz, channels as they are up to two: what every browser plays and jumps in,
 * with nothing that must be encoded. 173 MB an hour and channel.
 *
 * @throws AppError as decoding does
 */
export async function writeWave(
  media: OpenedMedia,
  { track, file, ffmpeg, signal, onAlive, onProgress }: WaveOptions,
): Promise<{ mediaType: string; bytes: number; durationMs: number }> {
  requireSound(media);
  const streams = audioStreams(media.description);
  const chosen = track ?? (streams.find(({ isDefault }) => isDefault) ?? streams[0])?.index ?? 0;
  const sound = openSound(media, ffmpeg, { track: chosen, sampleRate: playRate, signal });
  const { channels } = sound;
  const toMs = (samples: number) => Math.round((samples / channels / playRate) * 1000);
  const writer = await createLaneFile(file);
  try {
    // Its place is kept; the sizes are known at the end.
    await writer.skip(headerBytes / 2);
    for await (const { silence, samples } of sound) {
      const room = maxDataBytes / 2 - writer.samples;
      await writer.skip(Math.min(silence * channels, room));
      await writer.write(samples.subarray(0, Math.max(0, room - silence * channels)));
      onAlive();
      onProgress({ doneMs: toMs(writer.samples), totalMs: media.description.durationMs });
      if (room <= silence * channels + samples.length) break;
    }
    const data = writer.samples - headerBytes / 2;
    if (data === 0) throw recordingWithoutSamples(media.name);
    await writer.finish();
    const handle = await open(file, 'r+');
    try {
      await handle.write(
        waveHeader({ channels, sampleRate: playRate, dataBytes: data * 2 }),
        0,
        headerBytes,
        0,
      );
    } finally {
      await handle.close();
    }
    return { mediaType: 'audio/wav', bytes: headerBytes + data * 2, durationMs: toMs(data) };
  } catch (error) {
    await writer.abandon();
    await rm(file, { force: true }).catch(() => undefined);
    throw error;
  }
}
