const mebibyte = 1024 * 1024;
/** Up to this size a file has no more than the least time. */
const smallFileBytes = 4 * mebibyte;
const msPerMebibyte = 5_000;
const mostMs = 10 * 60_000;

/**
 * How long reading a file may take: in all, growing with its size, and without a sign of progress. What is small has
 * the least time, however it tries; a gigabyte of real documents is not cut off.
 */
export function timeAllowed(bytes: number, leastMs: number): { timeoutMs: number; stallMs: number } {
  const extra = (Math.max(0, bytes - smallFileBytes) / mebibyte) * msPerMebibyte;
  return { timeoutMs: Math.max(leastMs, Math.min(mostMs, leastMs + extra)), stallMs: leastMs };
}
