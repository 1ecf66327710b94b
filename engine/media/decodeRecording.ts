import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecodedMedia, MediaLane } from '@adiuva/contracts/workers';
import { AppError, throwIfAborted } from '#base';
import { audioStreams } from './description.ts';
import { chooseLanes, measureChannels } from './lanes/chooseLanes.ts';
import { type DecodedTrack, decodeTrack } from './lanes/decodeTrack.ts';
import { isSameSound } from './lanes/isSameSound.ts';
import { writeRightChannel } from './lanes/splitChannels.ts';
import { chooseGain } from './loudness/chooseGain.ts';
import { gatedLoudness } from './loudness/gatedLoudness.ts';
import { recordingMalformed, recordingSilent, recordingWithoutSamples } from './mediaErrors.ts';
import { reduceNoise } from './noise/reduceNoise.ts';
import { type OpenedMedia, requireSound } from './openMedia.ts';
import { sampleRate } from './sampleRate.ts';
import { openSound } from './source/openSound.ts';
import { describeDamage, describeEarlyEnd } from './warnings.ts';

export interface DecodeOptions {
  folder: string;
  tracks?: readonly number[] | undefined;
  noiseReduction?: boolean | undefined;
  ffmpeg: string | undefined;
  signal: AbortSignal | undefined;
  onAlive(): void;
  onProgress(progress: { doneMs: number; totalMs: number | null }): void;
}

/** A lane whose loudness has not been looked at. */
interface RawLane {
  track: number;
  channel: number | null;
  file: string;
  samples: number;
  energies: Float64Array;
  peak: number;
}

/**
 * Decodes the sound of a recording into lanes: files of one voice each where voices have tracks or channels of their own.
 * A file that ends with an error leaves nothing in the folder.
 *
 * @throws AppError `recording_no_audio`, `recording_silent`, `file_malformed`, `file_empty`, `file_unsupported`,
 *   `converter_missing`, `not_found`, `storage_full`, `timeout`, `cancelled`; MediaFailure
 */
export async function decodeRecording(media: OpenedMedia, options: DecodeOptions): Promise<DecodedMedia> {
  const made = new Set<string>();
  try {
    return await decodeInto(media, options, (path) => made.add(path));
  } catch (error) {
    await Promise.all([...made].map((path) => rm(path, { force: true }).catch(() => undefined)));
    throw error;
  }
}

async function decodeInto(
  media: OpenedMedia,
  options: DecodeOptions,
  onFile: (path: string) => void,
): Promise<DecodedMedia> {
  requireSound(media);
  const { name } = media;
  const warnings: string[] = [];
  const decoded: DecodedTrack[] = [];
  const lanes: RawLane[] = [];
  for (const track of await decodeTracks(media, options, onFile, warnings)) {
    const twin = decoded.find((other) => isSameSound(other.measure.mixed, track.measure.mixed));
    decoded.push(track);
    if (twin) {
      warnings.push(`Track ${track.track} says the same as track ${twin.track} and was left out.`);
      for (const file of [track.mixedFile, track.leftFile])
        if (file !== undefined) await rm(file, { force: true });
    } else lanes.push(...(await makeLanes(track, options, onFile)));
  }
  const finished: MediaLane[] = [];
  for (const lane of lanes) finished.push(await finishLane(lane, options, onFile));
  if (finished.every(({ isSilent }) => isSilent)) throw recordingSilent(name);
  const durationMs = Math.max(...decoded.map(({ samples }) => toMs(samples)));
  const early = describeEarlyEnd(media, durationMs);
  if (early) warnings.push(early);
  return { durationMs, lanes: finished, warnings };
}

/** One after the other: a file of several tracks is read as often as it has tracks, and none waits in memory. */
async function decodeTracks(
  media: OpenedMedia,
  { folder, tracks, ffmpeg, signal, onAlive, onProgress }: DecodeOptions,
  onFile: (path: string) => void,
  warnings: string[],
): Promise<DecodedTrack[]> {
  const { name, description } = media;
  const wanted = tracks ?? audioStreams(description).map(({ index }) => index);
  const decoded: DecodedTrack[] = [];
  let errors = 0;
  let firstFailure: unknown;
  for (const [index, track] of wanted.entries()) {
    const sound = openSound(media, ffmpeg, { track, sampleRate, signal });
    const onSamples = (samples: number) => {
      onAlive();
      const totalMs = description.durationMs;
      const doneMs = totalMs === null ? toMs(samples) : Math.min(toMs(samples), totalMs);
      // All tracks together are once the length of the recording.
      const before = totalMs === null ? 0 : index * totalMs;
      onProgress({ doneMs: (before + doneMs) / (totalMs === null ? 1 : wanted.length), totalMs });
    };
    try {
      const result = await decodeTrack(sound, { track, folder, onSamples, onFile });
      if (result.samples > 0) decoded.push(result);
      if (result.isCut) warnings.push('Only the first 24 hours were read.');
      const damage = describeDamage(track, sound.counts());
      if (damage) warnings.push(damage);
      errors += sound.counts().errors;
    } catch (error) {
      throwIfAborted(signal);
      if (!isOfTrack(error) || wanted.length === 1) throw error;
      firstFailure ??= error;
      warnings.push(`Track ${track} could not be decoded and was left out.`);
    }
  }
  if (decoded.length > 0) return decoded;
  throw firstFailure ?? (errors > 0 ? recordingMalformed(name) : recordingWithoutSamples(name));
}

/** Another track may still be read. */
function isOfTrack(error: unknown): boolean {
  return (
    !(error instanceof AppError) || error.code === 'file_unsupported' || error.code === 'converter_missing'
  );
}

async function makeLanes(
  { track, mixedFile, leftFile, samples, measure }: DecodedTrack,
  { folder, signal, onAlive }: DecodeOptions,
  onFile: (path: string) => void,
): Promise<RawLane[]> {
  const { left, right, mixed, peaks } = measure;
  const whole: RawLane = {
    track,
    channel: null,
    file: mixedFile,
    samples,
    energies: mixed,
    peak: peaks.mixed,
  };
  if (leftFile === undefined) return [whole];
  const choice = chooseLanes(measureChannels(measure));
  if (choice === 'mixed') {
    await rm(leftFile, { force: true });
    return [whole];
  }
  const first: RawLane = { track, channel: 0, file: leftFile, samples, energies: left, peak: peaks.left };
  if (choice === 'left') {
    await rm(mixedFile, { force: true });
    return [first];
  }
  const file = join(folder, `track-${track}-right.pcm`);
  onFile(file);
  await writeRightChannel(mixedFile, leftFile, file, signal, onAlive);
  await rm(mixedFile, { force: true });
  return [first, { track, channel: 1, file, samples, energies: right, peak: peaks.right }];
}

async function finishLane(
  raw: RawLane,
  { noiseReduction, signal, onAlive }: DecodeOptions,
  onFile: (path: string) => void,
): Promise<MediaLane> {
  let { energies, peak } = raw;
  if (noiseReduction && gatedLoudness(energies) !== undefined) {
    const cleaner = `${raw.file}.clean`;
    onFile(cleaner);
    const measure = await reduceNoise(raw.file, cleaner, raw.samples, signal, onAlive);
    await rename(cleaner, raw.file);
    energies = measure.mixed;
    peak = measure.peaks.mixed;
  }
  const integrated = gatedLoudness(energies);
  const { track, channel, file, samples } = raw;
  return {
    track,
    channel,
    file,
    samples,
    loudnessLufs: integrated ?? null,
    gainDb: integrated === undefined ? 0 : chooseGain({ integrated, peak, energies }),
    peak,
    isSilent: integrated === undefined,
  };
}

function toMs(samples: number): number {
  return Math.round((samples * 1000) / sampleRate);
}
