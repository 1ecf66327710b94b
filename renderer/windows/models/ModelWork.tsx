import type { ModelProgress } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';

/** What is being done with a model. `fraction` is null where it is not known yet. */
export interface ModelTask {
  kind: 'install' | 'import' | 'activate';
  receivedBytes: number | null;
  totalBytes: number | null;
  fraction: number | null;
}

export interface ModelWork {
  tasks: ReadonlyMap<string, ModelTask>;
  /** Grows whenever something ended: what is listed is to be asked for again. */
  round: number;
  install(id: string, name: string): void;
  importFrom(path: string, id: string, name: string): void;
  /** Its vectors are computed in the background; until then the one before serves. */
  activate(id: string, name: string): void;
  /** A download goes on from where it stopped. */
  cancel(id: string): void;
  /** Something was changed in another way. */
  refresh(): void;
}

const ModelWorkContext = createContext<ModelWork | null>(null);

/** @throws Error outside of its provider */
export function useModelWork(): ModelWork {
  const work = useContext(ModelWorkContext);
  if (!work) throw new Error('There is no ModelWorkProvider above this component.');
  return work;
}

/** Downloads and switches of models; they go on whichever view is shown. */
export function ModelWorkProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('models');
  const { client } = useConnection();
  const { tell, fail } = useNotices();
  const [tasks, setTasks] = useState<ReadonlyMap<string, ModelTask>>(new Map());
  const [round, setRound] = useState(0);
  const controllers = useRef(new Map<string, AbortController>());

  const run = useCallback(
    async (
      id: string,
      kind: ModelTask['kind'],
      work: (signal: AbortSignal, report: (task: Partial<ModelTask>) => void) => Promise<unknown>,
      success: string,
    ) => {
      if (controllers.current.has(id)) return;
      const controller = new AbortController();
      controllers.current.set(id, controller);
      const start: ModelTask = { kind, receivedBytes: null, totalBytes: null, fraction: null };
      const report = (task: Partial<ModelTask>) =>
        setTasks((before) => new Map(before).set(id, { ...start, ...before.get(id), ...task }));
      report({});
      try {
        await work(controller.signal, report);
        tell(success);
      } catch (error) {
        if (!hasCode(error, 'cancelled')) fail(error);
      } finally {
        controllers.current.delete(id);
        setTasks((before) => new Map([...before].filter(([other]) => other !== id)));
        setRound((before) => before + 1);
      }
    },
    [tell, fail],
  );

  const api = useMemo<ModelWork>(() => {
    const onFiles =
      (report: (task: Partial<ModelTask>) => void) =>
      ({ receivedBytes, totalBytes }: ModelProgress) =>
        report({
          receivedBytes,
          totalBytes,
          fraction: totalBytes ? Math.min(1, receivedBytes / totalBytes) : null,
        });
    return {
      tasks,
      round,
      install: (id, name) =>
        void run(
          id,
          'install',
          (signal, report) => client.call('models.install', { id }, { signal, onEvent: onFiles(report) }),
          t('installed', { name }),
        ),
      importFrom: (path, id, name) =>
        void run(
          id,
          'import',
          (signal, report) =>
            client.call('models.import', { path, id }, { signal, onEvent: onFiles(report) }),
          t('installed', { name }),
        ),
      activate: (id, name) =>
        void run(
          id,
          'activate',
          (signal, report) =>
            client.call(
              'models.activate',
              { id },
              { signal, onEvent: ({ done, total }) => report({ fraction: total > 0 ? done / total : null }) },
            ),
          t('activated', { name }),
        ),
      cancel: (id) => controllers.current.get(id)?.abort(),
      refresh: () => setRound((before) => before + 1),
    };
  }, [tasks, round, run, client, t]);

  return <ModelWorkContext value={api}>{children}</ModelWorkContext>;
}
