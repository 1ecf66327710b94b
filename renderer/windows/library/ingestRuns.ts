import type { WireError } from '@adiuva/contracts';
import type { IngestEvent, IngestTotals } from '@adiuva/contracts/rpc';
import { toWireError } from '@adiuva/wire';
import { fileName } from '../../components/fileName.ts';

export type IngestStage =
  | 'send'
  | 'extract'
  | 'recognise'
  | 'decode'
  | 'voice'
  | 'transcribe'
  | 'speakers'
  | 'chunk'
  | 'embed'
  | 'index';

/** One file on its way into the library. */
export interface FileTask {
  path: string;
  name: string;
  /** Null when it has ended. */
  stage: IngestStage | null;
  fraction: number | null;
  error: WireError | null;
}

/** What was added in one go. */
export interface IngestRun {
  id: number;
  kb: string | null;
  state: 'running' | 'done' | 'stopped' | 'failed';
  done: number;
  /** Null until the folders have been looked through. */
  total: number | null;
  /** Files in hand, and those that failed. */
  tasks: ReadonlyMap<string, FileTask>;
  totals: IngestTotals | null;
  /** What ended the whole of it. */
  error: WireError | null;
}

export function startedRun(id: number, kb: string | null): IngestRun {
  return { id, kb, state: 'running', done: 0, total: null, tasks: new Map(), totals: null, error: null };
}

/** A run of a hundred thousand files keeps so many that failed; the rest stand in the table. */
const mostTasks = 500;

export function withEvent(run: IngestRun, event: IngestEvent): IngestRun {
  if (event.type === 'scanned') return { ...run, total: event.files };
  if (event.type === 'progress')
    return withTask(run, event.path, { stage: event.stage, fraction: event.fraction ?? null });
  const { documents, done, total } = event;
  let next = run;
  for (const { path, status, error } of documents)
    next = withTask(next, path, status === 'failed' && error ? { stage: null, error } : null);
  return { ...next, done, total };
}

/** @param change null takes the file off: it has ended well */
export function withTask(
  run: IngestRun,
  path: string,
  change: Partial<FileTask> | null,
  name = fileName(path),
): IngestRun {
  const before = run.tasks.get(path);
  if (change === null && !before) return run;
  const tasks = new Map(run.tasks);
  if (change === null) tasks.delete(path);
  else if (before || tasks.size < mostTasks)
    tasks.set(path, { ...(before ?? { path, name, stage: null, fraction: null, error: null }), ...change });
  return { ...run, tasks };
}

/** What ended leaves only what failed. */
export function endedRun(
  run: IngestRun,
  end: { totals: IngestTotals } | { error: unknown; isStopped: boolean },
): IngestRun {
  const tasks = new Map([...run.tasks].filter(([, { error }]) => error !== null));
  if ('totals' in end) return { ...run, tasks, state: 'done', totals: end.totals };
  return end.isStopped
    ? { ...run, tasks, state: 'stopped' }
    : { ...run, tasks, state: 'failed', error: toWireError(end.error) };
}
