import type { SearchStore } from '#storage';
import { loadSearchMemory, type SearchMemory } from './memory/index.ts';

export interface CurrentMemory {
  /** The memory in line with the last commit; waits for it to be loaded. @throws AppError `cancelled` once closed */
  get(): Promise<SearchMemory>;
  /** What was last in line; null while the first is being loaded. */
  peek(): SearchMemory | null;
  close(): void;
}

/**
 * Holds the memory that searches work on, keeps it in step, and loads it anew when it lags or has grown holes.
 * A search that is under way keeps the one it began with.
 */
export function createCurrentMemory(store: SearchStore, modelKey: number | null): CurrentMemory {
  const closing = new AbortController();
  const load = () => {
    const loading = loadSearchMemory(store, modelKey, closing.signal);
    loading.catch(() => undefined);
    return loading;
  };
  let current = load();
  let catchingUp: Promise<SearchMemory> | null = null;
  let last: SearchMemory | null = null;

  const bringUpToDate = async (): Promise<SearchMemory> => {
    try {
      const memory = await current;
      if (await memory.catchUp(closing.signal)) return memory;
    } catch (error) {
      if (closing.signal.aborted) throw error;
    }
    // Loading failed, or what is there is not worth keeping.
    current = load();
    return await current;
  };

  return {
    async get() {
      for (;;) {
        catchingUp ??= bringUpToDate().finally(() => {
          catchingUp = null;
        });
        const memory = await catchingUp;
        // Joined one that had begun before the last commit: once more.
        last = memory;
        if (memory.version === store.indexVersion()) return memory;
      }
    },
    peek: () => last,
    close: () => closing.abort(),
  };
}
