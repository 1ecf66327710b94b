import type { PcmStretch } from '@adiuva/contracts/workers';
import type { Attempt } from './attempts.ts';

/** A process that says nothing for this long computes nothing: it says so every second. */
const stallMs = 90_000;
/** Reading a model of gigabytes from a slow disk, beside which nothing is said by some. */
const loadMs = 5 * 60_000;
/** The largest model on a slow processor hears a second of sound in half a minute. */
const perSecondMs = 40_000;

/** How long a call may take in all, and be silent. */
export function timeLimits(
  { device }: Attempt,
  { startSample, endSample }: Pick<PcmStretch, 'startSample' | 'endSample'>,
): { timeoutMs: number; stallMs?: number } {
  const seconds = Math.max(30, (endSample - startSample) / 16_000);
  const timeoutMs = loadMs + seconds * perSecondMs;
  // It computes on the thread that would say so.
  return device.adapter === 'napi' ? { timeoutMs } : { timeoutMs, stallMs };
}
