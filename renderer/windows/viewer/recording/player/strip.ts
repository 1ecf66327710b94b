import type { TranscriptSegment } from '@adiuva/contracts/rpc';

/** What one speaker says without another between. */
export interface Turn {
  startMs: number;
  endMs: number;
  speaker: number | null;
}

/** A pause of so much within a turn is shown as one. */
const pauseMs = 4000;

/** Turns in the order of time, of segments in that order. */
export function turnsOf(segments: readonly TranscriptSegment[]): Turn[] {
  const turns: Turn[] = [];
  for (const { startMs, endMs, speaker, text } of segments) {
    if (text === '') continue;
    const last = turns.at(-1);
    if (last && last.speaker === speaker && startMs - last.endMs < pauseMs)
      last.endMs = Math.max(last.endMs, endMs);
    else turns.push({ startMs, endMs, speaker });
  }
  return turns;
}

/** As many values as there is room for, each the loudest of its stretch. */
export function barsOf(peaks: readonly number[], count: number): number[] {
  if (peaks.length === 0) return Array.from({ length: count }, () => 0);
  return Array.from({ length: count }, (_, at) => {
    const from = Math.floor((at * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((at + 1) * peaks.length) / count));
    return peaks.slice(from, to).reduce((most, peak) => Math.max(most, peak), 0);
  });
}

/** Silence is a line, so that the strip has no holes. */
const leastHeight = 0.05;
const barWidth = 0.62;

/**
 * The strip as one path a speaker, in a box as wide as there are bars and 1 high. Bars in which nobody speaks are under
 * null.
 */
export function stripPaths(
  bars: readonly number[],
  durationMs: number,
  turns: readonly Turn[],
): ReadonlyMap<number | null, string> {
  const paths = new Map<number | null, string>();
  const loudest = Math.max(0.05, ...bars);
  let at = 0;
  for (const [index, peak] of bars.entries()) {
    const middle = ((index + 0.5) / bars.length) * durationMs;
    while (at < turns.length - 1 && (turns[at]?.endMs ?? 0) <= middle) at += 1;
    const turn = turns[at];
    const speaker = turn && turn.startMs <= middle && turn.endMs > middle ? turn.speaker : null;
    const height = Math.max(leastHeight, Math.min(1, peak / loudest));
    const x = round(index + (1 - barWidth) / 2);
    const bar = `M${x} ${round((1 - height) / 2)}h${barWidth}v${round(height)}h-${barWidth}z`;
    paths.set(speaker, (paths.get(speaker) ?? '') + bar);
  }
  return paths;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
