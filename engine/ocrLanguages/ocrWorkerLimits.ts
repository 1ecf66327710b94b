/**
 * How the engine's pool runs text recognition: one process, one file at a time. It takes a core for seconds a page,
 * and some 300 MB with a page of A4 in it.
 */
export function ocrWorkerLimits(modelsFolder: string) {
  return {
    size: 1,
    callsPerWorker: 1,
    init: { modelsFolder },
    maxHeapMiB: 512,
    // With what it may grow between two looks, one file costs at most 1 GiB.
    maxRssMiB: 928,
    idleMs: 60_000,
    // A new process now and then: WebAssembly memory grows and is never given back.
    maxCalls: 50,
  };
}
