import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createNodeWorkerHost,
  type HostPorts,
  type Log,
  type NodeWorkerEntries,
  type Secrets,
  type WorkerHost,
} from '#ports';

const entry = (name: string) => new URL(`./workers/${name}.ts`, import.meta.url);

const entries: NodeWorkerEntries = {
  extraction: entry('extraction'),
  ocr: entry('ocr'),
  inference: entry('inference'),
  storage: entry('storage'),
  media: entry('media'),
  speech: entry('speech'),
  transcription: entry('transcription'),
};

/** The engine's workers, run from their sources. */
export const sourceWorkers = createNodeWorkerHost(entries);

/**
 * The same with a transcriber that says what a script tells it to, since no weights can be had where tests run.
 *
 * @param script path of a JSON file, a `TranscriptScript`; read anew by each process
 */
export function scriptedWorkers(script: string): WorkerHost {
  const scripted = createNodeWorkerHost({ ...entries, transcription: entry('scriptedTranscription') });
  return {
    start: (kind, options) =>
      scripted.start(
        kind,
        kind === 'transcription' ? { ...options, init: { ...options.init, script } } : options,
      ),
  };
}

/** A host over a data folder: real workers, secrets in memory, a log that keeps quiet. */
export function createTestHost(home: string, workers: WorkerHost = sourceWorkers): HostPorts {
  return {
    home,
    workers,
    secrets: createMemorySecrets(),
    log: silentLog,
    clock: { now: Date.now },
  };
}

/** A folder of its own under the system's temporary one. */
export function makeTemporaryFolder(prefix = 'adiuva-test-'): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), prefix));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function createMemorySecrets(): Secrets {
  const values = new Map<string, string>();
  return {
    get: async (name) => values.get(name) ?? null,
    set: async (name, value) => void values.set(name, value),
    delete: async (name) => void values.delete(name),
  };
}
