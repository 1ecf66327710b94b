import { type FSWatcher, watch } from 'node:fs';

const settleMs = 500;
/** Watching misses things (bursts, network drives); looking through the folder does not, and costs a stat a file. */
const scanMs = 30_000;

/** Waits until something changed in the folder and has settled, or it is time to look anyway; or until `signal`. */
export function nextChange(folder: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let watcher: FSWatcher | undefined;
    let settling: ReturnType<typeof setTimeout> | undefined;
    const scan = setTimeout(end, scanMs);

    function end(): void {
      clearTimeout(scan);
      clearTimeout(settling);
      watcher?.close();
      signal.removeEventListener('abort', end);
      resolve();
    }
    function onEvent(): void {
      settling ??= setTimeout(end, settleMs);
    }

    signal.addEventListener('abort', end);
    if (signal.aborted) return end();
    try {
      watcher = watch(folder, { recursive: true, persistent: false }, onEvent);
      watcher.on('error', () => watcher?.close());
    } catch {
      // Too many folders to watch, or none of them can be: the scan remains.
    }
  });
}
