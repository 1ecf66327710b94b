export { backoffMs } from './backoff.ts';
export { defineJobHandler, type ErrorVerdict, type JobHandler, type RunningJob } from './jobHandler.ts';
export { createJobRunner, type JobNews, type JobRunner } from './jobRunner.ts';
export { createQueueWatch, type QueueNews, type QueueWatch } from './queueWatch.ts';
