import type { UtilityProcess } from 'electron';

/** What a process that does not end when it is asked to gets, before it is killed. */
const graceMs = 500;

/** Ends a utility process, also one that is in a loop that never looks up, or in native code. */
export function endProcess(child: UtilityProcess): void {
  const { pid } = child;
  child.kill();
  if (pid === undefined) return;
  setTimeout(() => {
    // Undefined once it has ended: the number may be another's by then.
    if (child.pid !== pid) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended in this very moment.
    }
  }, graceMs).unref();
}
