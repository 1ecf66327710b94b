export type { ModelCheck } from './checkModel.ts';
export { type DownloadLimits, defaultDownloadLimits } from './limits.ts';
export {
  createModelStore,
  type ModelStatus,
  type ModelStore,
  type ModelStoreOptions,
  type ModelTaskOptions,
} from './modelStore.ts';
