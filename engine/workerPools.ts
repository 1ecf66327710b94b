import { join } from 'node:path';
import {
  extractionContract,
  inferenceContract,
  mediaContract,
  ocrContract,
  speechContract,
  transcriptionContract,
} from '@adiuva/contracts/workers';
import { ocrWorkerLimits } from '#ocrLanguages';
import type { Clock, Log, WorkerHost } from '#ports';
import { mediaFolders } from '#recordings';
import { createWorkerPool } from '#workers';

const idleMs = 60_000;

/** Processes that read files side by side. */
export function extractionProcesses(cores: number): number {
  return Math.min(4, Math.max(1, cores - 1));
}

/** The engine's worker processes, by kind; each starts when it is first needed. */
export function openWorkerPools(options: {
  host: WorkerHost;
  home: string;
  cores: number;
  log: Log;
  clock: Clock;
}) {
  const { host, home, cores, log, clock } = options;
  const modelsFolder = join(home, 'models');
  return {
    extraction: createWorkerPool({
      ...{ host, log, clock, idleMs },
      kind: 'extraction',
      contract: extractionContract,
      size: extractionProcesses(cores),
      callsPerWorker: 1,
      init: {},
      maxHeapMiB: 640,
      // With what it may grow between two looks, one file costs at most 1 GiB.
      maxRssMiB: 928,
      maxCalls: 500,
    }),
    ocr: createWorkerPool({
      ...{ host, log, clock },
      kind: 'ocr',
      contract: ocrContract,
      ...ocrWorkerLimits(modelsFolder),
    }),
    inference: createWorkerPool({
      ...{ host, log, clock },
      kind: 'inference',
      contract: inferenceContract,
      size: 1,
      callsPerWorker: 1000,
      init: { modelsFolder },
      idleMs: 10 * idleMs,
      maxCalls: 200_000,
    }),
    // A cancelled call ends its process: neither decoders nor models stop when they are asked. One of two is for who looks
    // at a recording while another is decoded for hours.
    media: createWorkerPool({
      ...{ host, log, clock, idleMs },
      kind: 'media',
      contract: mediaContract,
      size: 2,
      callsPerWorker: 1,
      init: {},
      writableFolders: Object.values(mediaFolders(home)),
      maxRssMiB: 1024,
      maxCalls: 200,
    }),
    speech: createWorkerPool({
      ...{ host, log, clock, idleMs },
      kind: 'speech',
      contract: speechContract,
      size: 2,
      callsPerWorker: 1,
      init: {},
      maxCalls: 200,
    }),
    // When it has had nothing to hear for a while, the memory of its model goes back, that of graphics cards too.
    transcription: createWorkerPool({
      ...{ host, log, clock, idleMs },
      kind: 'transcription',
      contract: transcriptionContract,
      size: 1,
      callsPerWorker: 1,
      init: {},
      maxCalls: 5_000,
    }),
  };
}
