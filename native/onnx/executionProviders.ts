import { loadRuntime } from './loadRuntime.ts';

/** onnxruntime's own names. */
export type ExecutionProvider = 'cpu' | 'cuda' | 'dml' | 'coreml';

/** Of every platform, what may be faster than its CPU, best first. */
const accelerators: Readonly<Partial<Record<NodeJS.Platform, readonly ExecutionProvider[]>>> = {
  linux: ['cuda'],
  win32: ['cuda', 'dml'],
  darwin: ['coreml'],
};

/**
 * What this build of onnxruntime can be asked for here, best first, the CPU always last. Being listed says that
 * the build knows the provider, not that its libraries and a device are there: that is known once a session
 * has been created. WebGPU is left out on purpose: its results for quantised graphs are not yet the CPU's.
 */
export async function listExecutionProviders(): Promise<ExecutionProvider[]> {
  const runtime = await loadRuntime();
  const known = new Set<string>(runtime.listSupportedBackends().map(({ name }) => name));
  const preferred = accelerators[process.platform] ?? [];
  return [...preferred.filter((name) => known.has(name)), 'cpu'];
}
