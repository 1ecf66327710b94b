import type { WorkerHost } from './workerHost.ts';

/** Milliseconds since the Unix epoch; injected so that tests can move it. */
export interface Clock {
  now(): number;
}

/** Structured, without user content or keys. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Keys of language model services. The host decides how they are kept (safeStorage, a file of mode 0600). */
export interface Secrets {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** `suspended`: the machine is about to sleep; what comes next says that it woke. */
export type PowerState = 'mains' | 'battery' | 'suspended';

/** Everything the engine asks of the host it runs in. */
export interface HostPorts {
  /** The data folder; the engine creates what it needs under it and writes nowhere else. */
  home: string;
  workers: WorkerHost;
  secrets: Secrets;
  log: Log;
  clock: Clock;
  /** Tells how the machine is powered, at once and whenever it changes; left out where the host cannot know. */
  watchPower?: (listener: (state: PowerState) => void) => void;
}
