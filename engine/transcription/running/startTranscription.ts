import type { Transcribed, TranscriptionDevice, transcriptionContract } from '@adiuva/contracts/workers';
import { AppError, throwIfAborted } from '#base';
import type { WorkerPool } from '#workers';
import type { TranscribeInput } from '../createTranscriber.ts';
import type { SpeechModel } from '../speechModels.ts';
import { type Attempt, describeStep, failureKind, nextAttempt } from './attempts.ts';
import { timeLimits } from './timeLimits.ts';

export type TranscriptionWorkers = Pick<WorkerPool<typeof transcriptionContract>, 'call'>;

export interface TranscriptionOptions {
  workers: TranscriptionWorkers;
  /** The one that serves, then smaller ones, as `chooseSpeechModel` gives them. */
  models: readonly SpeechModel[];
  /** Best first; left out: asked for. */
  devices?: readonly TranscriptionDevice[] | undefined;
  /** Told of every change, in words for the person. */
  onWarning?: ((warning: string) => void) | undefined;
}

/** A stretch, as the worker takes it, without what the attempts decide. */
export type TranscriptionCall = Omit<TranscribeInput, 'modelFile' | 'device'>;

export interface TranscriptionCallOptions {
  /** Ends the process. */
  signal?: AbortSignal | undefined;
  /** Of this stretch, 0 to 1. */
  onProgress?: ((fraction: number) => void) | undefined;
}

/** The transcription of one recording: what failed once is not tried again for its next stretch. */
export interface Transcription {
  /**
   * On failure the same stretch is heard again: on the processor where it was a graphics card, then by a smaller model.
   *
   * @throws AppError `cancelled`; `model_invalid`; the last failure where nothing is left to try
   */
  transcribe(call: TranscriptionCall, options?: TranscriptionCallOptions): Promise<Transcribed>;
  /** What is used now. */
  current(): Promise<Attempt>;
  /** What was given up, in the order in which it happened. */
  warnings(): readonly string[];
}

/** Ends from outside of one attempt that are bad luck; the next one is the system running out of memory. */
const mostKills = 1;

/** @throws AppError `model_not_installed` when there are no models */
export function startTranscription(options: TranscriptionOptions): Transcription {
  const { workers, models, onWarning } = options;
  const [best] = models;
  if (!best)
    throw new AppError('model_not_installed', 'No Whisper model is installed. Install one to transcribe.');
  const warnings: string[] = [];
  const failed = new Set<string>();
  let known = options.devices;
  let attempt: Attempt | null = null;
  let kills = 0;

  async function devices(signal: AbortSignal | undefined): Promise<readonly TranscriptionDevice[]> {
    known ??= (await workers.call('transcription.devices', {}, signal ? { signal } : {})).devices;
    return known;
  }

  async function current(signal?: AbortSignal): Promise<Attempt> {
    const [device] = await devices(signal);
    if (!device)
      throw new AppError(
        'unavailable',
        'Whisper does not run on this machine: none of its libraries loads. Run adiuva doctor.',
      );
    attempt ??= { model: best as SpeechModel, device };
    return attempt;
  }

  /** @throws the failure itself when there is no other way */
  async function stepDown(last: Attempt, error: unknown, signal: AbortSignal | undefined): Promise<void> {
    let kind = failureKind(error);
    if (kind === 'killed') {
      kills++;
      // Once it is somebody's doing, and the job that called hears of it; again, and it is memory.
      if (kills <= mostKills) throw error;
      kind = 'memory';
    }
    if (kind === null) throw error;
    if (kind !== 'memory' || last.device.kind === 'gpu') failed.add(last.device.id);
    const next = nextAttempt(last, kind, models, await devices(signal), failed);
    if (!next) throw error;
    attempt = next;
    const warning = describeStep(last, next, kind);
    warnings.push(warning);
    onWarning?.(warning);
  }

  return {
    current: () => current(),
    warnings: () => warnings,
    async transcribe(call, { signal, onProgress } = {}) {
      for (;;) {
        throwIfAborted(signal);
        const now = await current(signal);
        try {
          return await workers.call(
            'transcription.transcribe',
            { ...call, modelFile: now.model.file, device: now.device.id },
            {
              ...timeLimits(now, call.pcm),
              ...(signal && { signal }),
              onEvent: (event) => {
                if (event.type === 'progress') onProgress?.(event.fraction);
              },
            },
          );
        } catch (error) {
          throwIfAborted(signal);
          await stepDown(now, error, signal);
        }
      }
    },
  };
}
