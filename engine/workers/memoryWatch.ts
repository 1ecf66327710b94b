import { readFileSync } from 'node:fs';

/** Between two looks a process can fill some 100 MB; the limit given leaves room for that. */
const pollMs = 50;
const pageBytes = 4096;

/**
 * Calls back once when a process's resident memory passes a limit. Linux tells it through /proc; elsewhere the
 * heap cap given at start is the only one.
 *
 * @param pidOf undefined while the process has not started
 * @returns how to stop watching
 */
export function watchMemory(
  pidOf: () => number | undefined,
  limitMiB: number,
  onExceeded: () => void,
): () => void {
  if (process.platform !== 'linux') return () => undefined;
  const timer = setInterval(() => {
    const pid = pidOf();
    if (pid === undefined) return;
    const resident = readResidentBytes(pid);
    if (resident === null || resident > limitMiB * 1024 * 1024) {
      clearInterval(timer);
      if (resident !== null) onExceeded();
    }
  }, pollMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Null when the process is gone. */
function readResidentBytes(pid: number): number | null {
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1];
    return Number(pages) * pageBytes;
  } catch {
    return null;
  }
}
