import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Port } from '@adiuva/wire';
import type { WorkerExit, WorkerHandle, WorkerHost, WorkerKind, WorkerOptions } from './workerHost.ts';

/** The entry file of each worker; a few lines that pass a port to `serve…(port)`. */
export type NodeWorkerEntries = Readonly<Record<WorkerKind, URL>>;

/** Workers as child processes and threads of plain Node: the headless host and the tests. */
export function createNodeWorkerHost(entries: NodeWorkerEntries): WorkerHost {
  return {
    start(kind, options) {
      if (kind === 'storage') return startWorkerThread(entries[kind], options);
      return startProcess(entries[kind], options, workerFlags(kind, options));
    },
  };
}

/**
 * What reads strangers' files may read and compute: Node refuses it to write, to start programs and to open an
 * inspector, in its threads too.
 */
const sandboxFlags = [
  '--permission',
  '--allow-fs-read=*',
  '--allow-worker',
  '--allow-addons',
  '--disable-warning=SecurityWarning',
];

/**
 * PDFium calls most of its functions through tables. V8 puts the ones that are called there into their callers, which
 * reads PDFs faster by a tenth; by itself it does so from version 13.7 on. As in scripts/runtime.mjs.
 */
const inliningFlags = [
  '--wasm-inlining-call-indirect',
  '--wasm-inlining-budget=20000',
  '--wasm-inlining-max-size=1000',
  '--wasm-inlining-factor=20',
  '--wasm-inlining-min-budget=2000',
];

/** WebAssembly and threads come and go in workers above all (nodejs/node#64500). As in scripts/runtime.mjs. */
const everywhereFlags = ['--no-memory-protection-keys'];

/** Who tells speakers apart holds hours of sound as numbers: V8 is not to let what died lie. As in scripts/runtime.mjs. */
const frugalFlags = ['--max-semi-space-size=4', '--heap-growing-percent=30'];

/** What the process of a worker is started with, beside its size and its entry. */
export function workerFlags(
  kind: WorkerKind,
  { writableFolders = [] }: Pick<WorkerOptions, 'writableFolders'> = {},
): readonly string[] {
  if (kind === 'inference') return everywhereFlags;
  const sandboxed = [...everywhereFlags, ...sandboxFlags];
  if (kind === 'extraction') return [...sandboxed, ...inliningFlags];
  if (kind === 'speech') return [...sandboxed, ...frugalFlags];
  if (kind !== 'media') return sandboxed;
  // Samples are written for the others to read, and ffmpeg is a program.
  const folders = writableFolders.map((folder) => `--allow-fs-write=${join(folder, '*')}`);
  return [...sandboxed, '--allow-child-process', ...folders];
}

function startProcess(
  entry: URL,
  { init, maxHeapMiB }: WorkerOptions,
  flags: readonly string[],
): WorkerHandle {
  const child = fork(fileURLToPath(entry), [JSON.stringify(init)], {
    serialization: 'advanced',
    execArgv: [
      ...flags,
      ...(maxHeapMiB ? [`--max-old-space-size=${maxHeapMiB}`] : []),
      '--disable-warning=ExperimentalWarning',
    ],
    // stdout belongs to the command line's JSON, stderr to its progress; what a dying native library prints is for us.
    stdio: ['ignore', 'ignore', process.env.ADIUVA_WORKER_STDERR ? 'inherit' : 'ignore', 'ipc'],
  });
  const exits = once<WorkerExit>();
  const closes = once<void>();
  child.on('exit', (code, signal) => exits.fire({ code, signal }));
  child.on('error', () => exits.fire({ code: null, signal: null }));
  child.on('disconnect', () => closes.fire());
  exits.listen(() => closes.fire());
  // What is posted to a child that has just died is lost either way; its exit is what the callers hear of.
  const port: Port = {
    postMessage: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onClose: closes.listen,
    close: () => {
      if (child.connected) child.disconnect();
    },
  };
  return { port, pid: child.pid, onExit: exits.listen, kill: () => void child.kill('SIGKILL') };
}

/** A worker that is a thread of this process. */
export function startWorkerThread(entry: URL, { init }: WorkerOptions): WorkerHandle {
  const thread = new Worker(entry, { workerData: init });
  const exits = once<WorkerExit>();
  const closes = once<void>();
  thread.on('error', () => exits.fire({ code: 1, signal: null }));
  thread.on('exit', (code) => exits.fire({ code, signal: null }));
  exits.listen(() => closes.fire());
  const port: Port = {
    postMessage: (message) => thread.postMessage(message),
    onMessage: (listener) => void thread.on('message', listener),
    onClose: closes.listen,
    close: () => void thread.terminate(),
  };
  return { port, pid: undefined, onExit: exits.listen, kill: () => void thread.terminate() };
}

/** An event that happens once and is not missed by those who listen late. */
function once<T>() {
  const listeners: ((value: T) => void)[] = [];
  let fired: { value: T } | undefined;
  return {
    fire(value: T): void {
      if (fired) return;
      fired = { value };
      for (const listener of listeners) listener(value);
    },
    listen(listener: (value: T) => void): void {
      if (fired) listener(fired.value);
      else listeners.push(listener);
    },
  };
}
