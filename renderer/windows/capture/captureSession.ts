import type { Capture } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import type { Connection } from '../../client/index.ts';
import { type ChunkSender, createChunkSender } from './chunkSender.ts';
import { createRecorder, type Recorder, type SoundSource } from './recorder.ts';
import type { InputProblem } from './soundInput.ts';
import { toBase64 } from './toBase64.ts';

export interface SessionState {
  phase: 'recording' | 'paused' | 'finishing';
  /** Of what was heard, pauses left out. */
  elapsedMs: number;
  problem: InputProblem | null;
  /** Kept in this window because the engine does not answer. */
  waitingBytes: number;
  /** What the engine says while it is tried again. */
  trouble: unknown;
}

export interface CaptureSession {
  readonly capture: Capture;
  state(): SessionState;
  subscribe(listener: () => void): () => void;
  /** The loudest of each source, 0 to 1, some fifteen times a second. */
  onLevels(listener: (levels: ReadonlyMap<SoundSource, number>) => void): () => void;
  pause(): void;
  resume(): void;
  /** Another device in the place of one that is gone. */
  replace(source: SoundSource, stream: MediaStream): void;
  /** Waits for everything to be on the engine's disk. */
  finish(title: string): Promise<Capture>;
  discard(): Promise<void>;
  /** The engine can be reached again. */
  retry(): void;
}

export interface SessionOptions {
  client: Connection['client'];
  streams: ReadonlyMap<SoundSource, MediaStream>;
  title: string;
  kb: string | null;
  /** It ended in another way than by `finish` or `discard`. */
  onBroken(error: unknown): void;
}

/** After these the same piece can be sent again. */
const passing = [
  'worker_crashed',
  'unavailable',
  'timeout',
  'cancelled',
  'storage_full',
  'internal',
] as const;

/** @throws what the browser says of the sound, or AppError what the engine says */
export async function startCaptureSession(options: SessionOptions): Promise<CaptureSession> {
  const { client, streams, title, kb, onBroken } = options;
  const listeners = new Set<() => void>();
  const levelListeners = new Set<(levels: ReadonlyMap<SoundSource, number>) => void>();
  let state: SessionState = {
    phase: 'recording',
    elapsedMs: 0,
    problem: null,
    waitingBytes: 0,
    trouble: null,
  };
  let sender: ChunkSender | null = null;
  let isOver = false;
  let wishesPause = false;

  function set(change: Partial<SessionState>): void {
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
  }

  const recorder: Recorder = await createRecorder(streams, {
    onChunk(chunk) {
      sender?.add(chunk);
      const frames = chunk.byteLength / 2 / recorder.sources.length;
      set({ elapsedMs: state.elapsedMs + (frames / recorder.sampleRate) * 1000 });
    },
    onLevels(peaks) {
      const levels = new Map(recorder.sources.map((source, at) => [source, peaks[at] ?? 0]));
      for (const listener of [...levelListeners]) listener(levels);
    },
    onLost(source) {
      if (isOver) return;
      // Without its microphone a recording waits; the rest of it goes on without the computer's sound.
      const isOnlyOne = recorder.sources.length === 1;
      if (source === 'microphone' || isOnlyOne) pause();
      set({ problem: source === 'microphone' || isOnlyOne ? 'unplugged' : 'shareEnded' });
    },
  });

  let capture: Capture;
  try {
    capture = await client.call('capture.start', {
      sources: [...recorder.sources],
      sampleRate: recorder.sampleRate,
      ...(title !== '' && { title }),
      ...(kb !== null && { kb }),
    });
  } catch (error) {
    isOver = true;
    await recorder.end();
    throw error;
  }
  const { id } = capture;
  const own = createChunkSender({
    append: (sequence, data) => client.call('capture.append', { id, sequence, data: toBase64(data) }),
    mayRetry: (error) => passing.some((code) => hasCode(error, code)),
  });
  sender = own;
  own.subscribe(() => {
    const { waitingBytes, trouble, failure } = own.state();
    set({ waitingBytes, trouble });
    if (failure === null || isOver) return;
    isOver = true;
    void recorder.end();
    onBroken(failure);
  });
  recorder.setPaused(false);

  /** The engine is told when it can be: what counts is what is heard. */
  function tellPhase(): void {
    const method = wishesPause ? 'capture.pause' : 'capture.resume';
    void client.call(method, { id }).catch(() => undefined);
  }
  function pause(): void {
    if (state.phase !== 'recording') return;
    recorder.setPaused(true);
    wishesPause = true;
    set({ phase: 'paused' });
    tellPhase();
  }

  return {
    capture,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onLevels(listener) {
      levelListeners.add(listener);
      return () => void levelListeners.delete(listener);
    },
    pause,
    resume() {
      if (state.phase !== 'paused') return;
      recorder.setPaused(false);
      wishesPause = false;
      set({ phase: 'recording', problem: state.problem === 'unplugged' ? null : state.problem });
      tellPhase();
    },
    replace(source, stream) {
      recorder.replace(source, stream);
      set({ problem: null });
    },
    async finish(given) {
      set({ phase: 'finishing' });
      await recorder.end();
      await own.drained();
      isOver = true;
      const finished = await client.call('capture.finish', { id, ...(given !== '' && { title: given }) });
      own.close();
      return finished;
    },
    async discard() {
      isOver = true;
      own.close();
      await recorder.end();
      await client.call('capture.discard', { id });
    },
    retry: () => {
      own.retry();
      if (wishesPause && !isOver) tellPhase();
    },
  };
}
