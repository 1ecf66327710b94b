import type { FileKind, IngestEvent, IngestResult } from '@adiuva/contracts/rpc';
import { hasCode, toWireError } from '@adiuva/wire';
import { createContext, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { useConnection } from '../../client/index.ts';
import { endedRun, type IngestRun, startedRun, withEvent, withTask } from './ingestRuns.ts';

/** What a watched folder takes in. */
export interface FolderRules {
  ignore: string[];
  /** Null takes every kind. */
  kinds: FileKind[] | null;
}

/** Ways into the library; what was begun goes on whichever view is shown. */
export interface Ingest {
  runs: readonly IngestRun[];
  addPaths(paths: readonly string[], kb: string | null): void;
  /** Files that were dropped or picked: on the desktop read in place, from a browser sent one by one. */
  addFiles(files: readonly File[], kb: string | null): void;
  watch(folder: string, kb: string | null, rules: FolderRules): void;
  stop(run: number): void;
  /** Takes a run that has ended off the list. */
  dismiss(run: number): void;
}

export const IngestContext = createContext<Ingest | null>(null);

/** @throws Error outside of its provider */
export function useIngest(): Ingest {
  const ingest = useContext(IngestContext);
  if (!ingest) throw new Error('There is no ingest above this component.');
  return ingest;
}

interface Progress {
  signal: AbortSignal;
  onEvent(event: IngestEvent): void;
}

/** For the frame, once a window. */
export function useIngestRuns(): Ingest {
  const { client, host } = useConnection();
  const [runs, setRuns] = useState<readonly IngestRun[]>([]);
  const controllers = useRef(new Map<number, AbortController>());
  const lastId = useRef(0);

  const change = useCallback((id: number, next: (run: IngestRun) => IngestRun) => {
    setRuns((before) => before.map((run) => (run.id === id ? next(run) : run)));
  }, []);

  const start = useCallback(
    async (kb: string | null, work: (id: number, progress: Progress) => Promise<IngestResult | null>) => {
      lastId.current += 1;
      const id = lastId.current;
      const controller = new AbortController();
      controllers.current.set(id, controller);
      // What went well before has been seen by now.
      setRuns((before) => [...before.filter(({ state }) => state !== 'done'), startedRun(id, kb)]);
      try {
        const result = await work(id, {
          signal: controller.signal,
          onEvent: (event) => change(id, (run) => withEvent(run, event)),
        });
        const totals = result?.totals ?? { indexed: 0, unchanged: 0, skipped: 0, failed: 0, chunks: 0 };
        change(id, (run) => endedRun(run, { totals }));
      } catch (error) {
        change(id, (run) => endedRun(run, { error, isStopped: hasCode(error, 'cancelled') }));
      } finally {
        controllers.current.delete(id);
      }
    },
    [change],
  );

  return useMemo(() => {
    const inBase = (kb: string | null) => (kb === null ? {} : { kb });
    return {
      runs,
      addPaths: (paths, kb) =>
        void start(kb, (_id, progress) =>
          client.call('library.ingest', { paths: [...paths], ...inBase(kb) }, progress),
        ),
      addFiles: (files, kb) =>
        void start(kb, async (id, progress) => {
          const paths: string[] = [];
          for (const [at, file] of files.entries()) {
            const key = `sent:${at}:${file.name}`;
            const tell = (task: Parameters<typeof withTask>[2]) =>
              change(id, (run) => withTask(run, key, task, file.name));
            tell({ stage: 'send' });
            try {
              paths.push(await host.pathOf(file, progress.signal));
              tell(null);
            } catch (error) {
              if (hasCode(error, 'cancelled')) throw error;
              tell({ stage: null, error: toWireError(error) });
            }
          }
          return paths.length === 0
            ? null
            : client.call('library.ingest', { paths, ...inBase(kb) }, progress);
        }),
      watch: (folder, kb, { ignore, kinds }) =>
        void start(kb, (_id, progress) =>
          client.call('folders.watch', { folder, ...inBase(kb), ignore, ...(kinds && { kinds }) }, progress),
        ),
      stop: (id) => controllers.current.get(id)?.abort(),
      dismiss: (id) => setRuns((before) => before.filter((run) => run.id !== id)),
    };
  }, [runs, start, change, client, host]);
}
