export { type DownloadLimits, defaultDownloadLimits } from './limits.ts';
export {
  createModelStore,
  type ModelCheck,
  type ModelStatus,
  type ModelStore,
  type ModelStoreOptions,
  type ModelTaskOptions,
} from './modelStore.ts';
