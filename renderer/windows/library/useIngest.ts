import type { IngestEvent } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { useCallback, useRef, useState } from 'react';
import { errorWords, useConnection } from '../../client/index.ts';
import { fileName } from '../../components/fileName.ts';

/** One file on its way into the library. */
export interface FileTask {
  path: string;
  name: string;
  /** The step in hand; null when it has ended. */
  stage: 'send' | 'extract' | 'recognise' | 'chunk' | 'embed' | 'index' | null;
  fraction: number | null;
  /** In words; null while it goes well. */
  error: string | null;
}

export interface Ingest {
  isRunning: boolean;
  done: number;
  /** Null until the folders have been looked through. */
  total: number | null;
  /** Files in hand and those that failed, newest last. */
  tasks: readonly FileTask[];
  /** What ended the whole of it; null when it ended well. */
  error: string | null;
  /** In words, when it is over. */
  summary: string | null;
  addPaths(paths: readonly string[], kb: string | null): void;
  addFiles(files: readonly File[], kb: string | null): void;
  stop(): void;
}

type State = Pick<Ingest, 'isRunning' | 'done' | 'total' | 'error' | 'summary'> & {
  tasks: ReadonlyMap<string, FileTask>;
};

const idle: State = { isRunning: false, done: 0, total: null, error: null, summary: null, tasks: new Map() };

/** Brings files into the library and tells how each of them fares. One run at a time. */
export function useIngest(onChange: () => void): Ingest {
  const { client, host } = useConnection();
  const [state, setState] = useState<State>(idle);
  const running = useRef<AbortController | null>(null);

  const run = useCallback(
    async (collect: (signal: AbortSignal) => Promise<readonly string[]>, kb: string | null) => {
      if (running.current) return;
      const controller = new AbortController();
      running.current = controller;
      setState({ ...idle, isRunning: true });
      try {
        const paths = await collect(controller.signal);
        if (paths.length > 0) {
          const { totals } = await client.call(
            'library.ingest',
            { paths: [...paths], ...(kb && { kb }) },
            {
              signal: controller.signal,
              onEvent: (event) => {
                setState((before) => applyEvent(before, event));
                if (event.type === 'documents') onChange();
              },
            },
          );
          setState((before) => ({ ...before, summary: summarise(totals) }));
        }
      } catch (error) {
        const isStopped = hasCode(error, 'cancelled');
        setState((before) => ({
          ...before,
          tasks: new Map([...before.tasks].filter(([, task]) => task.error !== null)),
          error: isStopped ? null : errorWords(error),
          summary: isStopped ? 'Stopped. What was read so far is in the library.' : null,
        }));
      } finally {
        running.current = null;
        setState((before) => ({ ...before, isRunning: false }));
        onChange();
      }
    },
    [client, onChange],
  );

  const addFiles = useCallback(
    (files: readonly File[], kb: string | null) => {
      void run(async (signal) => {
        const paths: string[] = [];
        for (const file of files) {
          const key = `dropped:${paths.length}:${file.name}`;
          const set = (task: Partial<FileTask> | null) =>
            setState((before) => applyTask(before, key, file.name, task));
          set({ stage: 'send' });
          try {
            paths.push(await host.pathOf(file, signal));
            set(null);
          } catch (error) {
            if (hasCode(error, 'cancelled')) throw error;
            set({ stage: null, error: errorWords(error) });
          }
        }
        return paths;
      }, kb);
    },
    [host, run],
  );

  const addPaths = useCallback(
    (paths: readonly string[], kb: string | null) => void run(async () => paths, kb),
    [run],
  );
  const stop = useCallback(() => running.current?.abort(), []);

  return { ...state, tasks: [...state.tasks.values()], addPaths, addFiles, stop };
}

function applyEvent(state: State, event: IngestEvent): State {
  if (event.type === 'scanned') return { ...state, total: event.files };
  if (event.type === 'progress')
    return applyTask(state, event.path, fileName(event.path), {
      stage: event.stage,
      fraction: event.fraction ?? null,
    });
  const { documents, done, total } = event;
  let next = state;
  for (const { path, status, error } of documents) {
    const failure = status === 'failed' ? { stage: null, error: error?.message ?? 'Failed.' } : null;
    next = applyTask(next, path, fileName(path), failure);
  }
  return { ...next, done, total };
}

function applyTask(state: State, key: string, name: string, change: Partial<FileTask> | null): State {
  const tasks = new Map(state.tasks);
  if (change === null) tasks.delete(key);
  else {
    const before = tasks.get(key) ?? { path: key, name, stage: null, fraction: null, error: null };
    tasks.set(key, { ...before, ...change });
  }
  return { ...state, tasks };
}

function summarise(totals: { indexed: number; unchanged: number; skipped: number; failed: number }): string {
  const named = (['indexed', 'unchanged', 'skipped', 'failed'] as const)
    .filter((name) => totals[name] > 0)
    .map((name) => `${totals[name]} ${name}`);
  return named.length > 0 ? `Done: ${named.join(', ')}.` : 'Done: there were no files to read.';
}
