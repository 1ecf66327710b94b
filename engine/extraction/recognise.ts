import type { ExtractionLimits } from '@adiuva/contracts/workers';
import { throwIfAborted } from '#base';
import { type Content, contentOf } from './content.ts';
import { detectMediaType } from './detect/detectMediaType.ts';
import { recordingMediaType } from './detect/recordingSignatures.ts';
import { fileEmpty, fileTooLarge, fileUnsupported } from './fileErrors.ts';
import type { Format } from './format.ts';
import { formatOf } from './formats.ts';

/** A file, or a file inside a file, whose kind is known. */
export interface Recognised {
  name: string;
  mediaType: string;
  format: Format;
  /** Absent for what is read piece by piece, or not at all. */
  bytes: Uint8Array | undefined;
  content: Content;
}

interface Limited {
  limits: ExtractionLimits;
  signal: AbortSignal | undefined;
}

type FileContent = Content & { readAll(signal: AbortSignal | undefined): Promise<Uint8Array> };

/** Enough to tell one kind of container, or of recording, from another. */
const headBytes = 1024 * 1024;

/**
 * A file on disk. Documents are read whole; what is too large for one can only be a container or a recording, and its
 * first bytes say so.
 *
 * @throws AppError `file_too_large`, `file_unsupported`, and what `detectMediaType` throws
 */
export async function recogniseFile(name: string, file: FileContent, run: Limited): Promise<Recognised> {
  const { maxBytes } = run.limits;
  const recording = await recogniseRecording(name, file, run);
  if (recording) return recording;
  const largest = Math.max(maxBytes.document, maxBytes.image);
  if (file.size <= largest) return recognise(name, await file.readAll(run.signal), run);
  if (file.size > maxBytes.archive) throw fileTooLarge(name, file.size, maxBytes.archive);
  const mediaType = await detectMediaType(name, await file.read(0, headBytes));
  const format = formatOf(mediaType);
  if (!format) throw fileUnsupported(name, mediaType);
  requireSize(name, file.size, { format, mediaType }, run);
  if (format.reads === 'whole') throw fileTooLarge(name, file.size, largest, mediaType);
  return { name, mediaType, format, bytes: undefined, content: file };
}

/** None of its bytes but the first is read here, however many there are. */
async function recogniseRecording(
  name: string,
  file: FileContent,
  run: Limited,
): Promise<Recognised | undefined> {
  if (file.size <= headBytes) return undefined;
  const mediaType = recordingMediaType(name, await file.read(0, headBytes));
  const format = mediaType === undefined ? undefined : formatOf(mediaType);
  if (mediaType === undefined || format?.reads !== 'head') return undefined;
  requireSize(name, file.size, { format, mediaType }, run);
  return { name, mediaType, format, bytes: undefined, content: file };
}

/** The bytes of a whole file. @throws AppError as `recogniseFile`; `file_empty` */
export async function recognise(name: string, bytes: Uint8Array, run: Limited): Promise<Recognised> {
  throwIfAborted(run.signal);
  if (bytes.length === 0) throw fileEmpty(name);
  const mediaType = await detectMediaType(name, bytes);
  const format = formatOf(mediaType);
  if (!format) throw fileUnsupported(name, mediaType);
  requireSize(name, bytes.length, { format, mediaType }, run);
  return { name, mediaType, format, bytes, content: contentOf(bytes) };
}

function requireSize(
  name: string,
  size: number,
  { format, mediaType }: Pick<Recognised, 'format' | 'mediaType'>,
  { limits: { maxBytes } }: Limited,
): void {
  const own = format.maxBytes ?? Number.POSITIVE_INFINITY;
  const most = Math.min(own, maxBytes[format.sizeLimit ?? 'document']);
  if (size > most) throw fileTooLarge(name, size, most, mediaType);
}
