import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { DocumentMetadata } from '@adiuva/contracts';
import type { TranscriptionOptions } from '@adiuva/contracts/rpc';
import type { ExtractionLimits, extractionContract, MediaInfo } from '@adiuva/contracts/workers';
import { AppError, hasCode } from '#base';
import {
  type HeardRecording,
  isSameStamp,
  type RecordingHearing,
  type RecordingSource,
  readFileStamp,
  type UnheardRecording,
} from '#pipelines';
import type { Clock } from '#ports';
import type { SettingsStore } from '#settings';
import type { JobLease, NewTranscript, Storage, TranscriptRecord } from '#storage';
import type { WorkerPool } from '#workers';
import { probeRecording } from './decodeSound.ts';
import { metadataOf, toMetadata } from './describeMedia.ts';
import { fetchMember } from './fetchMember.ts';
import { type HearingDeps, type HearingStage, hearRecording } from './hearRecording.ts';
import type { KeyedLock } from './keyedLock.ts';
import { partsOfTranscript, partsOfUnkept } from './readTranscript.ts';
import type { Scratch, ScratchFolder, ScratchOwner } from './scratch.ts';
import { settleOptions } from './settledOptions.ts';

export interface RecordingsDeps extends HearingDeps {
  storage: Storage;
  extraction: WorkerPool<typeof extractionContract>;
  limits(): ExtractionLimits;
  settings: Pick<SettingsStore, 'current'>;
  scratch: Scratch;
  /** By content: it is heard, or decoded, by one at a time. */
  lock: KeyedLock;
  clock: Clock;
  /** A transcript was put down: its speakers may be known by their voices. */
  onTranscribed?(contentHash: string): Promise<void>;
}

/** Whose the words are to be, and how they are heard. */
export interface TranscribeRequest {
  source: RecordingSource;
  asked?: TranscriptionOptions | undefined;
  owner: ScratchOwner;
  lease: JobLease | null;
  signal: AbortSignal;
  progress(stage: HearingStage, fraction: number | undefined): void;
}

export interface Recordings extends RecordingHearing {
  /**
   * Hears a file and keeps its transcript, in the place of an earlier one whose edits it takes over. Two files of one
   * content are heard one after the other.
   *
   * @param isKnown asked when it is its turn: null when nothing needs to be heard
   * @throws AppError as `hearRecording`
   */
  transcribe<Known>(
    request: TranscribeRequest,
    isKnown: () => Promise<Known | null>,
    keep: (transcript: NewTranscript) => Promise<Known>,
  ): Promise<Known>;
  /** Puts a transcript down, and recognises who speaks in it. @throws AppError `lease_lost` */
  store(contentHash: string, transcript: NewTranscript, lease: JobLease | null): Promise<TranscriptRecord>;
}

/** What is said in recordings, once for each content. */
export function createRecordings(deps: RecordingsDeps): Recordings {
  const { storage, scratch, settings, clock, lock } = deps;

  function known(contentHash: string): TranscriptRecord | null {
    return storage.read.readTranscriptByHash(contentHash);
  }

  async function heardOf(transcript: TranscriptRecord): Promise<HeardRecording> {
    return {
      isHeard: true,
      parts: await partsOfTranscript(storage.read, transcript),
      metadata: metadataOf(transcript),
      warnings: transcript.warnings,
      revision: transcript.revision,
    };
  }

  function hearInto(
    folder: ScratchFolder,
    path: string,
    { source, asked, signal, progress }: TranscribeRequest,
    onInfo?: (info: MediaInfo) => void,
  ): Promise<NewTranscript> {
    return hearRecording(deps, folder, {
      path,
      mediaType: source.mediaType,
      options: settleOptions(settings.current(), asked),
      signal,
      verify: () => requireSame(source),
      progress: seldom(progress),
      ...(onInfo && { onInfo }),
    });
  }

  async function hearFile(request: TranscribeRequest): Promise<HeardRecording> {
    const { source, lease } = request;
    let metadata: DocumentMetadata = {};
    const attempt = () =>
      lock.run(source.contentHash, request.signal, async () => {
        const there = known(source.contentHash);
        if (there) return heardOf(there);
        return scratch.use(source.contentHash, request.owner, async (folder) => {
          const transcript = await hearInto(folder, source.path, request, (info) => {
            metadata = toMetadata(info);
          });
          if (transcript.segments.length === 0) return unheard(nothingSaid(source.path, source), metadata);
          const stored = await store(source.contentHash, transcript, lease);
          await folder.discard();
          return heardOf(stored);
        });
      });
    return attempt().catch((error: unknown) =>
      toUnheard(error, source.path, source, metadata, request.signal),
    );
  }

  /** Its words go into the document that it lies in, and are kept nowhere else. */
  async function hearMember(
    request: TranscribeRequest,
    within: NonNullable<RecordingSource['within']>,
  ): Promise<HeardRecording> {
    const { source, signal } = request;
    const key = createHash('sha256')
      .update(JSON.stringify([source.contentHash, within]))
      .digest('hex');
    const name = within.at(-1)?.name ?? basename(source.path);
    let metadata: DocumentMetadata = {};
    let path = source.path;
    const attempt = () =>
      lock.run(key, signal, () =>
        scratch.use(key, request.owner, async (folder) => {
          path = await fetchMember(deps, folder, { ...source, within }, signal);
          const transcript = await hearInto(folder, path, request, (info) => {
            metadata = toMetadata(info);
          });
          if (transcript.segments.length === 0) return unheard(nothingSaid(name, source), metadata);
          const { warnings } = transcript;
          return {
            isHeard: true,
            parts: partsOfUnkept(transcript),
            metadata,
            warnings,
            revision: null,
          } as const;
        }),
      );
    return attempt().catch((error: unknown) => toUnheard(error, path, source, metadata, signal));
  }

  /** Nothing is wrong with a recording that is silent, or that there is no model for; the rest is an error. */
  async function toUnheard(
    error: unknown,
    path: string,
    { mediaType }: RecordingSource,
    metadata: DocumentMetadata,
    signal: AbortSignal,
  ): Promise<UnheardRecording> {
    if (hasCode(error, 'model_not_installed')) {
      const { maxBytes, model } = settleOptions(settings.current());
      const own = toMetadata(await probeRecording(deps.media, { path, maxBytes }, signal));
      return unheard(modelMissing(basename(path), mediaType, model, error), own);
    }
    if (hasCode(error, 'recording_silent') || hasCode(error, 'recording_no_audio'))
      return unheard(
        new AppError(error.code, error.message, { cause: error, details: { mediaType } }),
        metadata,
      );
    throw error;
  }

  async function store(
    contentHash: string,
    transcript: NewTranscript,
    lease: JobLease | null,
  ): Promise<TranscriptRecord> {
    await storage.write.putTranscript({ lease, contentHash, transcript, now: clock.now() });
    await deps.onTranscribed?.(contentHash);
    const stored = known(contentHash);
    if (!stored) throw new AppError('conflict', 'The recording was removed while it was being heard.');
    return stored;
  }

  return {
    hear(source, { lease, signal, progress }) {
      const request: TranscribeRequest = {
        source,
        owner: { for: 'file', path: source.path },
        lease,
        signal,
        progress: (stage, fraction) => progress({ stage, ...(fraction !== undefined && { fraction }) }),
      };
      return source.within ? hearMember(request, source.within) : hearFile(request);
    },
    async partsOf(contentHash) {
      const transcript = known(contentHash);
      return transcript && partsOfTranscript(storage.read, transcript);
    },
    revisionOf: (contentHash) => known(contentHash)?.revision ?? null,
    transcribe: (request, isKnown, keep) =>
      lock.run(request.source.contentHash, request.signal, async () => {
        const there = await isKnown();
        if (there !== null) return there;
        return scratch.use(request.source.contentHash, request.owner, async (folder) => {
          const kept = await keep(await hearInto(folder, request.source.path, request));
          await folder.discard();
          return kept;
        });
      }),
    store,
  };
}

/** Between two tellings of one stage. */
const progressGapMs = 200;

/** Workers tell more often than anybody looks; the beginning of a stage is always told. */
function seldom(progress: TranscribeRequest['progress']): TranscribeRequest['progress'] {
  let last: { stage: HearingStage; at: number } | undefined;
  return (stage, fraction) => {
    const now = performance.now();
    if (last?.stage === stage && now - last.at < progressGapMs) return;
    last = { stage, at: now };
    progress(stage, fraction);
  };
}

/** @throws AppError `file_changed` where the file was another one when its hash was taken */
export async function requireSame({ path, stamp }: Pick<RecordingSource, 'path' | 'stamp'>): Promise<void> {
  if (isSameStamp(stamp, await readFileStamp(path))) return;
  throw new AppError('file_changed', `${path} changed while it was being heard; it is heard again.`);
}

function unheard(error: AppError, metadata: DocumentMetadata): UnheardRecording {
  return { isHeard: false, error, metadata };
}

function nothingSaid(path: string, { mediaType }: RecordingSource): AppError {
  return new AppError(
    'file_no_text',
    `“${basename(path)}” was heard, and no words were made out in it: nobody speaks, or not clearly enough.`,
    { details: { mediaType } },
  );
}

/** @param wanted the model that was chosen in the settings; null for any */
function modelMissing(name: string, mediaType: string, wanted: string | null, cause: AppError): AppError {
  const what = wanted === null ? 'a speech model' : `the speech model ${wanted}`;
  return new AppError(
    'speech_model_missing',
    `“${name}” can be searched once ${what} is installed: adiuva models install ${wanted ?? 'whisper-base'}, or Models in the app.`,
    { cause, details: { mediaType } },
  );
}
