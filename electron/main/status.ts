import type { QueueState } from '@adiuva/contracts/rpc';
import type { EngineState } from '@adiuva/contracts/shell';
import { fill, type Messages } from './messages/index.ts';

/** What the tray tells at a glance. */
export interface Status {
  kind: 'recording' | 'idle' | 'working' | 'paused' | 'offline' | 'starting' | 'stopped';
  text: string;
}

/** Where the queue stood when it last began to work: what is done since then is counted from there. */
export interface Progress {
  done: number;
  total: number;
}

export function readStatus(
  words: Messages,
  known: {
    engine: EngineState;
    queue: QueueState | null;
    progress: Progress | null;
    isOffline: boolean;
    isRecording: boolean;
  },
): Status {
  const { engine, queue, progress, isOffline, isRecording } = known;
  // Whoever is in the room has to be able to see it.
  if (isRecording) return { kind: 'recording', text: words.recording };
  if (engine.state === 'failed') return { kind: 'stopped', text: words.stopped };
  if (engine.state !== 'running' || !queue) return { kind: 'starting', text: words.starting };
  const open = queue.counts.queued + queue.counts.running;
  if (queue.isPaused && open > 0) return { kind: 'paused', text: fill(words.paused, { waiting: open }) };
  if (progress) return { kind: 'working', text: fill(words.working, { ...progress }) };
  return isOffline ? { kind: 'offline', text: words.offline } : { kind: 'idle', text: words.idle };
}
