export type { JobLease, JobRecord } from './jobRecord.ts';
export { countJobs, findActiveJobs, hasRunningJob, listJobs, nextJobDue, readJob } from './readJobs.ts';
export {
  cancelJob,
  claimJobs,
  enqueueJobs,
  finishJob,
  type JobOutcome,
  type JobPlace,
  loadStep,
  type NewJob,
  pruneJobs,
  renewLeases,
  requeueAbandoned,
  requireLease,
  retryJob,
  retryJobs,
  saveStep,
} from './writeJobs.ts';
