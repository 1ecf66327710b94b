/** Small pictures of documents, made known when they are there. */
export interface ThumbnailStore {
  /** Undefined while it is not known; null where the document has no looks. */
  get(key: string): string | null | undefined;
  /** Asks for it unless it is known or asked for; the last to ask is served first. @returns what takes the wish back */
  want(key: string, id: string): () => void;
  subscribe(listener: () => void): () => void;
}

export interface ThumbnailStoreOptions {
  /** A picture's address, or null where there is none to be had. @throws what may be tried again */
  fetch(id: string): Promise<string | null>;
  atOnce?: number;
  /** So many are kept, the last used ones. */
  capacity?: number;
}

/** Never more than a few at once, and none for what has been scrolled past. */
export function createThumbnailStore({
  fetch,
  atOnce = 3,
  capacity = 400,
}: ThumbnailStoreOptions): ThumbnailStore {
  const known = new Map<string, string | null>();
  const wishes = new Map<string, { id: string; wanted: number }>();
  const listeners = new Set<() => void>();
  const running = new Set<string>();

  function pump(): void {
    while (running.size < atOnce) {
      const next = [...wishes].reverse().find(([key]) => !running.has(key));
      if (!next) return;
      void ask(...next);
    }
  }

  async function ask(key: string, { id }: { id: string }): Promise<void> {
    running.add(key);
    try {
      known.set(key, await fetch(id));
      for (const oldest of known.keys()) {
        if (known.size <= capacity) break;
        known.delete(oldest);
      }
      for (const listener of [...listeners]) listener();
    } catch {
      // Whoever comes into sight again asks again.
    }
    wishes.delete(key);
    running.delete(key);
    pump();
  }

  return {
    get: (key) => known.get(key),
    want(key, id) {
      const address = known.get(key);
      if (address !== undefined) {
        known.delete(key);
        known.set(key, address);
        return () => undefined;
      }
      const wish = wishes.get(key) ?? { id, wanted: 0 };
      wish.wanted += 1;
      wishes.set(key, wish);
      pump();
      return () => {
        wish.wanted -= 1;
        if (wish.wanted === 0 && !running.has(key)) wishes.delete(key);
      };
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
