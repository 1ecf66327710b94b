import { join } from 'node:path';
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import {
  engineFlags,
  type FromEngine,
  jsFlags,
  type ToEngine,
  type WorkerProcess,
  type WorkerStart,
} from '../processes/index.ts';
import { endProcess } from './endProcess.ts';
import { readExit } from './readExit.ts';

type StartWorker = Extract<FromEngine, { t: 'startWorker' }>;

export interface WorkerProcesses {
  start(request: StartWorker): void;
  kill(id: number): void;
  /** Ends all of them: their engine has gone. */
  killAll(): void;
}

/**
 * What reads strangers' files may read and compute, and nothing else: Node's permission model, where Electron passes
 * it on. The network is taken from inside in any case (engine/ports/denyNetwork.ts).
 */
const sandboxFlags = ['--permission', '--allow-fs-read=*', '--allow-worker', '--allow-addons'];

/** As plain Node has it (engine/ports/nodeWorkerHost.ts). */
function accessOf(kind: WorkerProcess, writableFolders: readonly string[]): string[] {
  if (kind === 'inference') return [];
  if (kind !== 'media') return sandboxFlags;
  const folders = writableFolders.map((folder) => `--allow-fs-write=${join(folder, '*')}`);
  return [...sandboxFlags, '--allow-child-process', ...folders];
}

/** The workers of one engine, as utility processes. */
export function createWorkerProcesses(
  entries: Readonly<Record<WorkerProcess, string>>,
  tellEngine: (message: ToEngine, port?: MessagePortMain) => void,
): WorkerProcesses {
  const running = new Map<number, UtilityProcess>();

  return {
    start({ id, kind, init, maxHeapMiB, writableFolders = [] }) {
      const heap = maxHeapMiB === undefined ? [] : [`--max-old-space-size=${maxHeapMiB}`];
      const child = utilityProcess.fork(entries[kind], [], {
        serviceName: `Adiuva ${kind}`,
        stdio: process.env.ADIUVA_WORKER_STDERR ? 'inherit' : 'ignore',
        execArgv: [jsFlags([...engineFlags, ...heap]), ...accessOf(kind, writableFolders)],
      });
      running.set(id, child);
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage({ t: 'start', init } satisfies WorkerStart, [port1]);
      tellEngine({ t: 'workerPort', id }, port2);
      child.once('spawn', () => {
        if (child.pid !== undefined) tellEngine({ t: 'workerPid', id, pid: child.pid });
      });
      // Without a listener it would end main as well; its exit tells the rest.
      child.on('error', () => undefined);
      child.once('exit', (code) => {
        running.delete(id);
        // Electron is still taking the process apart: what is posted from within this event brought main down.
        setImmediate(() => tellEngine({ t: 'workerEnded', id, ...readExit(code) }));
      });
    },
    kill(id) {
      const child = running.get(id);
      if (child) endProcess(child);
    },
    killAll() {
      for (const child of running.values()) endProcess(child);
    },
  };
}
