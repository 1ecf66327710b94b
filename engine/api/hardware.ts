import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import type { OutputOf } from '@adiuva/contracts';
import type { systemRpc } from '@adiuva/contracts/rpc';
import type { inferenceContract } from '@adiuva/contracts/workers';
import type { WorkerPool } from '#workers';

const askTimeoutMs = 30_000;

const details: Readonly<Record<string, string>> = {
  cuda: 'NVIDIA graphics cards, where CUDA 12 and cuDNN 9 are installed',
  dml: 'graphics cards of any maker, by DirectML',
  coreml: 'graphics and neural engine of this Mac, by Core ML',
  cpu: 'the processor; always there',
};

/**
 * What this machine has. The disk is that of the data folder; what models can run on is asked of the worker that runs
 * them, so that the engine does not load the library.
 */
export async function readHardware(deps: {
  home: string;
  inference: WorkerPool<typeof inferenceContract>;
}): Promise<OutputOf<(typeof systemRpc)['system.hardware']>> {
  const disk = await statfs(deps.home);
  const { names } = await deps.inference.call('inference.accelerators', {}, { timeoutMs: askTimeoutMs });
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
    diskBytes: disk.blocks * disk.bsize,
    freeDiskBytes: disk.bavail * disk.bsize,
    accelerators: names.map((name) => ({ name, detail: details[name] ?? name })),
  };
}
