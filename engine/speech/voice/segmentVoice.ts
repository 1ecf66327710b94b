import type { Stretch, VoiceOptions } from '@adiuva/contracts/workers';

/** Silero's own, with a pause and a margin between those for turns of speakers and those for sentences. */
const defaults = {
  threshold: 0.5,
  minSpeechMs: 250,
  minSilenceMs: 150,
  padMs: 50,
};
/** Voice ends this much below where it begins, so that it does not flicker. */
const hysteresis = 0.15;

interface Run {
  /** Steps. */
  start: number;
  end: number;
}

/**
 * Probabilities to stretches of voice: they begin at `threshold`, end where it stays under `endThreshold` for
 * `minSilenceMs`, are at least `minSpeechMs` long and never overlap.
 *
 * @param probabilities one a step
 * @param stepMs milliseconds of a step
 * @param totalMs of the recording; no stretch ends later
 */
export function segmentVoice(
  probabilities: Float32Array,
  stepMs: number,
  totalMs: number,
  options: VoiceOptions = {},
): Stretch[] {
  const threshold = options.threshold ?? defaults.threshold;
  const minSpeechMs = options.minSpeechMs ?? defaults.minSpeechMs;
  const minSilenceMs = options.minSilenceMs ?? defaults.minSilenceMs;
  const padMs = options.padMs ?? defaults.padMs;
  const maxSegmentMs = options.maxSegmentMs ?? Number.POSITIVE_INFINITY;
  const endThreshold = Math.min(options.endThreshold ?? Math.max(0.01, threshold - hysteresis), threshold);
  const runs = findRuns(
    probabilities,
    threshold,
    endThreshold,
    Math.max(1, Math.round(minSilenceMs / stepMs)),
  )
    .filter(({ start, end }) => (end - start) * stepMs >= minSpeechMs)
    .flatMap((run) =>
      cutLong(run, probabilities, Math.max(1, Math.floor((maxSegmentMs - 2 * padMs) / stepMs))),
    );
  return runs.map((run, index) => {
    const before = runs[index - 1];
    const after = runs[index + 1];
    const startMs = Math.max(run.start * stepMs - padMs, before ? middle(before.end, run.start, stepMs) : 0);
    const endMs = Math.min(run.end * stepMs + padMs, after ? middle(run.end, after.start, stepMs) : totalMs);
    return { startMs: Math.round(startMs), endMs: Math.round(Math.min(endMs, totalMs)) };
  });
}

function middle(end: number, start: number, stepMs: number): number {
  return ((end + start) / 2) * stepMs;
}

function findRuns(
  probabilities: Float32Array,
  threshold: number,
  endThreshold: number,
  minSilence: number,
): Run[] {
  const runs: Run[] = [];
  let start = -1;
  let silentFrom = -1;
  for (const [step, probability] of probabilities.entries()) {
    if (start < 0) {
      if (probability >= threshold) start = step;
      continue;
    }
    if (probability >= endThreshold) silentFrom = -1;
    else if (silentFrom < 0) silentFrom = step;
    if (silentFrom >= 0 && step - silentFrom + 1 >= minSilence) {
      runs.push({ start, end: silentFrom });
      start = -1;
      silentFrom = -1;
    }
  }
  if (start >= 0) runs.push({ start, end: silentFrom >= 0 ? silentFrom : probabilities.length });
  return runs;
}

/** Cuts, from the front, in the second half of what is allowed, where five steps together are least likely voice. */
function cutLong(run: Run, probabilities: Float32Array, longest: number): Run[] {
  const pieces: Run[] = [];
  let start = run.start;
  while (run.end - start > longest) {
    let best = start + longest;
    let least = Number.POSITIVE_INFINITY;
    const from = start + Math.max(1, Math.floor(longest / 2));
    for (let cut = from; cut <= start + longest; cut++) {
      let sum = 0;
      for (let step = cut - 2; step <= cut + 2; step++) sum += probabilities[step] ?? 0;
      // Of equals the later one: fewer pieces.
      if (sum <= least) {
        least = sum;
        best = cut;
      }
    }
    pieces.push({ start, end: best });
    start = best;
  }
  pieces.push({ start, end: run.end });
  return pieces;
}
