/** Times in milliseconds. */
export interface DownloadLimits {
  /** A transfer that brings less than 1 KiB in this time is given up and tried again. */
  readonly stallMs: number;
  /** First pause before trying again; it doubles each time, with jitter. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** A server that asks to wait longer than this (Retry-After) is taken at its word: the download ends. */
  readonly maxRetryAfterMs: number;
  /** Failures in a row without progress after which the download ends. */
  readonly maxFailures: number;
  /** What counts as progress: this many bytes beyond the furthest point reached so far. */
  readonly progressBytes: number;
  /** Progress is reported at most this often. */
  readonly reportEveryMs: number;
  /** Left free on the disk. */
  readonly reserveBytes: number;
}

export const defaultDownloadLimits: DownloadLimits = {
  stallMs: 30_000,
  backoffMs: 1_000,
  maxBackoffMs: 30_000,
  maxRetryAfterMs: 120_000,
  maxFailures: 6,
  progressBytes: 1024 * 1024,
  reportEveryMs: 200,
  reserveBytes: 256 * 1024 * 1024,
};
