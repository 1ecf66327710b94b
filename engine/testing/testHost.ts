import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeWorkerHost, type HostPorts, type Log, type Secrets } from '#ports';

const entry = (name: string) => new URL(`./workers/${name}.ts`, import.meta.url);

/** The engine's workers, run from their sources. */
export const sourceWorkers = createNodeWorkerHost({
  extraction: entry('extraction'),
  ocr: entry('ocr'),
  inference: entry('inference'),
  storage: entry('storage'),
});

/** A host over a data folder: real workers, secrets in memory, a log that keeps quiet. */
export function createTestHost(home: string): HostPorts {
  return {
    home,
    workers: sourceWorkers,
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
