export { asPort } from './messagePort.ts';
export {
  type FromEngine,
  fromEngineSchema,
  type PowerState,
  powerStateSchema,
  type ToEngine,
  toEngineSchema,
  type WorkerProcess,
  type WorkerStart,
  workerProcessSchema,
  workerStartSchema,
} from './messages.ts';
export { engineFlags, everywhereFlags, jsFlags } from './v8Flags.ts';
