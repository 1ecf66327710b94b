import { constants } from 'node:os';

const stopping = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type StopSignal = (typeof stopping)[number];

/**
 * One request to stop cancels; a second one quits. The launcher sends what it gets as a message and a terminal
 * sends to both of us, so the same Ctrl+C may come twice: each way is counted apart, and the larger count holds.
 */
export function listenForStop(): { signal: AbortSignal } {
  const controller = new AbortController();
  const counts = { own: 0, launcher: 0 };

  function onStop(way: keyof typeof counts, signal: StopSignal): void {
    counts[way]++;
    const requests = Math.max(counts.own, counts.launcher);
    if (requests > 1) process.exit(128 + constants.signals[signal]);
    controller.abort();
  }

  for (const signal of stopping) process.on(signal, () => onStop('own', signal));
  if (process.channel) {
    process.on('message', (message) => {
      const name = (message as { adiuvaSignal?: unknown } | null)?.adiuvaSignal;
      const signal = stopping.find((known) => known === name);
      if (signal) onStop('launcher', signal);
    });
    // The launcher is gone, killed perhaps: finish like a request to stop.
    process.on('disconnect', () => controller.abort());
    process.channel.unref();
  }
  return { signal: controller.signal };
}
