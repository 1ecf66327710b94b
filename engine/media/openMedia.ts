import { basename } from 'node:path';
import { type MediaDecoder, MediaFailure, type OpenRecording } from '@adiuva/native/media';
import { throwIfAborted, yieldToEventLoop } from '#base';
import { demuxerOf } from './describeRecording.ts';
import { audioStreams, type Description, descriptionSchema, isLockedStream } from './description.ts';
import { recordingMalformed, recordingProtected, recordingWithoutAudio } from './mediaErrors.ts';
import { openRecordingFile, type RecordingFile } from './openRecordingFile.ts';
import { hasProtectedEntries } from './protectedEntries.ts';

/** A recording on the disk, described and open for reading. */
export interface OpenedMedia {
  /** The name a person knows the file by; for sentences only. */
  name: string;
  path: string;
  description: Description;
  /** A reader of the file, from its start; each call gives one of its own. */
  reader(): OpenRecording;
  file: RecordingFile;
}

export interface MediaWork {
  decoder: MediaDecoder;
  signal?: AbortSignal | undefined;
  /** Something was read; called often, and cheap. */
  onAlive?: (() => void) | undefined;
}

/** Files up to this are read through where they do not say how long they are; a second of the disk's time. */
const maxScanBytes = 1024 * 1024 * 1024;

/**
 * Opens a recording for as long as `work` takes.
 *
 * @throws AppError `file_not_found`, `file_unreadable`, `file_empty`, `file_too_large`, `file_malformed`,
 *   `recording_protected`, `cancelled`
 */
export async function withMedia<T>(
  path: string,
  maxBytes: number | undefined,
  { decoder, signal, onAlive }: MediaWork,
  work: (media: OpenedMedia) => Promise<T>,
): Promise<T> {
  throwIfAborted(signal);
  const name = basename(path);
  const file = openRecordingFile(path, maxBytes);
  try {
    const bytes = {
      size: file.size,
      read(position: number, target: Uint8Array) {
        onAlive?.();
        return file.readNow(position, target);
      },
    };
    // The one that described the file reads on: two would hold the tables of a long one twice.
    let first: OpenRecording | undefined = decoder.open(bytes);
    const reader = () => {
      const given = first ?? decoder.open(bytes);
      first = undefined;
      return given;
    };
    const description = descriptionSchema.parse(first.describe());
    requireReadable(name, description, file);
    return await work({ name, path, description, reader, file });
  } catch (error) {
    throw error instanceof MediaFailure ? recordingMalformed(name, error) : error;
  } finally {
    file.close();
  }
}

/** @throws AppError `recording_protected`, `file_malformed` */
function requireReadable(name: string, description: Description, file: RecordingFile): void {
  const { streams, isProtected, tags } = description;
  const sound = audioStreams(description);
  const isLocked =
    isProtected ||
    Object.keys(tags).some((tag) => /^asf_protection/i.test(tag)) ||
    (demuxerOf(description) === 'mov' && hasProtectedEntries(file.readNow, file.size, sound.length > 0));
  if (isLocked || (sound.length > 0 && sound.every(isLockedStream))) throw recordingProtected(name);
  if (sound.length === 0 && streams.some(isLockedStream)) throw recordingProtected(name);
  if (streams.length === 0) throw recordingMalformed(name);
}

/** @throws AppError `recording_no_audio` where there is none, `file_malformed` where it cannot be told */
export function requireSound({ name, description }: OpenedMedia): void {
  if (audioStreams(description).length > 0) return;
  const hasVideo = description.streams.some(({ type, isPicture }) => type === 'video' && !isPicture);
  throw hasVideo ? recordingWithoutAudio(name) : recordingMalformed(name);
}

/**
 * How long it is, read through where the file does not say or only guesses: live recordings of a browser, and streams
 * of packets without a head.
 *
 * @throws AppError `cancelled`
 */
export async function measureDuration(
  { description, reader: open, file }: OpenedMedia,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  const { durationMs, isEstimate } = description;
  if ((durationMs !== null && !isEstimate) || file.size > maxScanBytes) return positive(durationMs);
  const reader = open();
  while (reader.scan()) {
    throwIfAborted(signal);
    await yieldToEventLoop();
  }
  return positive(reader.scannedMs() ?? durationMs);
}

function positive(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}
