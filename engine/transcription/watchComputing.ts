/** Between two looks. */
const everyMs = 1000;
/** A process that waits for nothing but its timers uses less. */
const leastShare = 0.02;

/**
 * Calls back every second in which this process has computed: Whisper itself says nothing for as long as a large model
 * takes to look at its 30 seconds. A device that hangs leaves the process idle, and then nothing is called.
 *
 * @returns how to stop
 */
export function watchComputing(onAlive: () => void): () => void {
  let before = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    if (user + system >= everyMs * 1000 * leastShare) onAlive();
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
