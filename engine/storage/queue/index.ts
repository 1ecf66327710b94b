export type { JobLease, JobRecord } from './jobRecord.ts';
export { countJobs, findActiveJobs, hasRunningJob, listJobs, nextJobDue, readJob } from './readJobs.ts';
export {
  cancelJob,
  claimJobs,
  enqueueJobs,
  finishJob,
  type JobOutcome,
  loadStep,
  type NewJob,
  pruneJobs,
  renewLeases,
  requeueAbandoned,
  requireLease,
  retryJob,
  saveStep,
} from './writeJobs.ts';
