export type { ResidentModel } from './deviceMemory.ts';
export {
  type BatteryWork,
  createScheduler,
  type Scheduler,
  type WorkKind,
  type WorkLease,
  type WorkRequest,
} from './scheduler.ts';
