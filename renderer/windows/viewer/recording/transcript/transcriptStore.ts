import type { TranscriptSegment } from '@adiuva/contracts/rpc';

/** All segments of a recording, as they come and as they change. */
export interface TranscriptStore {
  /** In order of time; those that have come so far. */
  segments(): readonly TranscriptSegment[];
  /** Whether all of them are here. */
  isWhole(): boolean;
  /** What the last try ended with; null when it went well, or goes on. */
  error(): unknown;
  /** Asks for all of them; what is shown stays until the new ones are here. */
  refresh(): void;
  /** One that the person changed, as the engine answered: that is one revision more. */
  replace(segment: TranscriptSegment): void;
  /** The recording's revision as it was told: asks again when it is another than the one that is shown. */
  meet(revision: number): void;
  /** Another number after every change. */
  version(): number;
  subscribe(listener: () => void): () => void;
  /** Gives up what is on its way, until it is refreshed. */
  rest(): void;
}

export interface TranscriptPage {
  segments: readonly TranscriptSegment[];
  total: number;
  revision: number;
}

export interface TranscriptStoreOptions {
  fetch(offset: number, limit: number, signal: AbortSignal): Promise<TranscriptPage>;
  pageSize?: number;
}

/** Who edits all the time leaves no two pages of one revision: then what came is shown. */
const mostTries = 4;

/**
 * Four hours of talk are some 3,000 segments and 3 MB: small enough to be held, so that finding, filtering and following
 * ask nobody. They come in pages, of which the first is shown at once.
 */
export function createTranscriptStore({ fetch, pageSize = 500 }: TranscriptStoreOptions): TranscriptStore {
  const listeners = new Set<() => void>();
  let segments: readonly TranscriptSegment[] = [];
  let isWhole = false;
  let error: unknown = null;
  let revision: number | null = null;
  let version = 0;
  let running: AbortController | null = null;

  function changed(): void {
    version += 1;
    for (const listener of [...listeners]) listener();
  }

  async function load(controller: AbortController): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      const all: TranscriptSegment[] = [];
      let first: number | null = null;
      for (;;) {
        const page = await fetch(all.length, pageSize, controller.signal);
        if (running !== controller) return;
        first ??= page.revision;
        if (page.revision !== first && tries < mostTries) break;
        all.push(...page.segments);
        if (all.length >= page.total || page.segments.length === 0) return settle(all, page.revision);
        if (isWhole) continue;
        segments = [...all];
        changed();
      }
    }
  }

  function settle(all: readonly TranscriptSegment[], of: number): void {
    running = null;
    segments = all;
    revision = of;
    isWhole = true;
    error = null;
    changed();
  }

  function refresh(): void {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    error = null;
    load(controller).catch((failure: unknown) => {
      if (running !== controller) return;
      running = null;
      error = failure;
      changed();
    });
  }

  return {
    segments: () => segments,
    isWhole: () => isWhole,
    error: () => error,
    refresh,
    replace(segment) {
      segments = segments.map((other) => (other.id === segment.id ? segment : other));
      if (revision !== null) revision += 1;
      changed();
      // What is on its way may be from before.
      if (running) refresh();
    },
    meet(told) {
      if (revision !== null && told !== revision) refresh();
    },
    version: () => version,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    rest() {
      running?.abort();
      running = null;
    },
  };
}
