export {
  createWorkerPool,
  type PoolCallOptions,
  type WorkerPool,
  type WorkerPoolOptions,
} from './workerPool.ts';
