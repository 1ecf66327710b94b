import type { Capture } from '@adiuva/contracts/rpc';
import { createContext, useContext } from 'react';
import type { CaptureSession } from './captureSession.ts';
import type { SoundSource } from './recorder.ts';

export interface StartOptions {
  streams: ReadonlyMap<SoundSource, MediaStream>;
  title: string;
  kb: string | null;
}

/** Live recording, for every part of the window. */
export interface CaptureControl {
  /** What this window records; null when it does not. */
  session: CaptureSession | null;
  /** Recording or paused, by another window. */
  elsewhere: Capture | null;
  /** What was under way when the app ended. */
  recovered: readonly Capture[];
  /** Opens the dialog in which what is recorded is chosen. */
  ask(): void;
  start(options: StartOptions): Promise<void>;
  /** Pauses, and asks for a title. */
  stop(): void;
  finish(title: string): Promise<void>;
  /** One of another window, or of before: puts what there is into the library. */
  keep(capture: Capture): Promise<void>;
  /** After a question that says what goes. */
  discard(capture: Capture): void;
}

export const CaptureContext = createContext<CaptureControl | null>(null);

/** @throws Error outside of its provider */
export function useCapture(): CaptureControl {
  const capture = useContext(CaptureContext);
  if (!capture) throw new Error('There is no CaptureProvider above this component.');
  return capture;
}
