export { denyNetwork } from './denyNetwork.ts';
export type { Clock, HostPorts, Log, LogFields, PowerState, Secrets } from './hostPorts.ts';
export {
  createNodeWorkerHost,
  type NodeWorkerEntries,
  startWorkerThread,
  workerFlags,
} from './nodeWorkerHost.ts';
export { enterProcess, enterSandbox, enterThread, type WorkerEntry } from './workerEntry.ts';
export type { WorkerExit, WorkerHandle, WorkerHost, WorkerKind, WorkerOptions } from './workerHost.ts';
