import { basename } from 'node:path';
import type { TranscriptionOptions } from '@adiuva/contracts/rpc';
import { AppError } from '#base';
import { hashFile, readFileStamp } from '#pipelines';
import type { NewTranscript, TranscriptRecord } from '#storage';
import { type SpokenTranscript, spokenTranscriptOf, transcriptForIndex } from '#transcripts';
import type { Recordings, RecordingsDeps } from './createRecordings.ts';
import type { HearingStage } from './hearRecording.ts';
import { readAllSegments } from './readTranscript.ts';
import { answers } from './settledOptions.ts';

export interface TranscribeFileRequest {
  /** Absolute. */
  path: string;
  asked: TranscriptionOptions | undefined;
  signal: AbortSignal;
  progress(stage: HearingStage, fraction: number | undefined): void;
}

/** Who stopped a transcription may go on with it for a day. */
const keptMs = 24 * 60 * 60 * 1000;
const extractionMs = 5 * 60_000;

/**
 * What is said in a file of this machine, in the library or not. What the library knows of its content is given as it is,
 * with a person's edits and names, unless something else is asked for; then the library keeps what it has.
 *
 * @throws AppError `file_unsupported` for what is no recording; `model_not_installed`, and what `Recordings.transcribe`
 *   throws
 */
export async function transcribeFile(
  deps: RecordingsDeps,
  recordings: Recordings,
  { path, asked, signal, progress }: TranscribeFileRequest,
): Promise<SpokenTranscript> {
  const { read } = deps.storage;
  const stamp = await readFileStamp(path);
  requireSize(path, stamp.size, deps.limits().maxBytes.recording);
  const contentHash = await hashFile(path, signal);
  const title = basename(path);
  const known = () => {
    const transcript = read.readTranscriptByHash(contentHash);
    return transcript && answers(transcript, asked) ? transcript : null;
  };
  const there = known();
  if (there) return spoken(deps, title, there, asked);
  const mediaType = await mediaTypeOf(deps, path, signal);
  return recordings.transcribe(
    {
      source: { path, contentHash, stamp, mediaType },
      asked,
      owner: { for: 'call', until: deps.clock.now() + keptMs },
      lease: null,
      signal,
      progress,
    },
    async () => {
      const transcript = known();
      return transcript && spoken(deps, title, transcript, asked);
    },
    async (transcript) => {
      const isOfLibrary = read.knownContent([contentHash]).length > 0;
      const isTheLibrarys = isOfLibrary && read.readTranscriptByHash(contentHash) !== null;
      if (isTheLibrarys || transcript.segments.length === 0) return unkept(title, transcript);
      return spoken(deps, title, await recordings.store(contentHash, transcript, null), asked);
    },
  );
}

async function mediaTypeOf(
  { extraction, limits }: RecordingsDeps,
  path: string,
  signal: AbortSignal,
): Promise<string> {
  let isRecording = false;
  const { mediaType } = await extraction.call(
    'extraction.extract',
    { path, limits: limits() },
    {
      signal,
      timeoutMs: extractionMs,
      onEvent(event) {
        if (event.type === 'part' && event.part.awaitsTranscription && !event.part.locator.within)
          isRecording = true;
      },
    },
  );
  if (isRecording) return mediaType;
  throw new AppError(
    'file_unsupported',
    `“${basename(path)}” is no recording: there is nothing to hear in it.`,
    {
      details: { mediaType },
    },
  );
}

function requireSize(path: string, bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  const megabytes = (value: number) => Math.round(value / 1024 ** 2);
  throw new AppError(
    'file_too_large',
    `“${basename(path)}” has ${megabytes(bytes)} MB, more than the ${megabytes(maxBytes)} MB that recordings may have; raise the limit in the settings.`,
    { details: { bytes, maxBytes } },
  );
}

async function spoken(
  { storage }: RecordingsDeps,
  title: string,
  transcript: TranscriptRecord,
  asked: TranscriptionOptions | undefined,
): Promise<SpokenTranscript> {
  const told = spokenTranscriptOf(title, transcript, await readAllSegments(storage.read, transcript));
  if (asked?.diarize !== false) return told;
  return {
    ...told,
    segments: told.segments.map((segment) => ({ ...segment, speakerName: null, speaker: null })),
  };
}

/** One that is not stored, in the same form: its speakers are numbered as they begin to speak. */
function unkept(title: string, transcript: NewTranscript): SpokenTranscript {
  const { language, durationMs, model, warnings } = transcript;
  const segments = transcript.segments
    .toSorted((a, b) => a.startMs - b.startMs)
    .map((segment, id) => ({ ...segment, id, isEdited: false, conflict: null }));
  const numbers = [...new Set(segments.flatMap(({ speaker }) => speaker ?? []))];
  const speakers = numbers.map((number, index) => ({
    number,
    name: `Speaker ${index + 1}`,
    isNamed: false,
    personId: null,
    isRecognised: false,
    suggestion: null,
    speechMs: 0,
    segments: 0,
  }));
  return {
    title,
    language,
    durationMs,
    model,
    warnings,
    segments: transcriptForIndex({ speakers }, segments).map((segment, index) => ({
      ...segment,
      confidence: segments[index]?.confidence ?? null,
    })),
  };
}
