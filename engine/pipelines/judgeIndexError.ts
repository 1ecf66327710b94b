import type { AppError } from '#base';
import type { ErrorVerdict } from '#jobs';

/**
 * Kills from outside say nothing about the file, but a file whose workers are killed without end (by the
 * system's memory killer, say) must come to rest too.
 */
const maxInterruptions = 250;

/** What an error of indexing a file means for its job. */
export function judgeIndexError(
  error: AppError,
  job: { attempts: number; interruptions: number },
): ErrorVerdict {
  switch (error.code) {
    case 'worker_crashed':
      if (error.details?.byItself) return 'retry';
      return job.interruptions < maxInterruptions ? 'interrupted' : 'fail';
    // The file that killed its reader is tried once more, alone in a fresh process.
    case 'extraction_crashed':
      return job.attempts < 1 ? 'retry' : 'fail';
    case 'cancelled':
      return 'interrupted';
    // It goes on when there is room.
    case 'storage_full':
      return 'postponed';
    case 'file_changed':
    case 'conflict':
    case 'internal':
    case 'storage_locked':
    case 'timeout':
    case 'unavailable':
      return 'retry';
    default:
      return 'fail';
  }
}
