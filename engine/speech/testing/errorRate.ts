import type { SpeakerTurn } from '@adiuva/contracts/workers';
import { bestAssignment } from '../clustering/assignment.ts';

export interface DiarizationErrors {
  /** Milliseconds of speech in the reference, two at once counted twice. */
  speechMs: number;
  missedMs: number;
  falseAlarmMs: number;
  confusionMs: number;
  /** The three together over `speechMs`; 0 is perfect, and over 1 is possible. */
  rate: number;
}

/**
 * The diarization error rate as NIST's md-eval counts it, overlaps scored, with the speakers matched so that they
 * agree longest.
 *
 * @param collarMs left out before and after every boundary of the reference; 0 or, by custom, 250
 */
export function diarizationErrors(
  reference: readonly SpeakerTurn[],
  found: readonly SpeakerTurn[],
  collarMs = 0,
): DiarizationErrors {
  const pieces = elementaryPieces(reference, found, collarMs);
  const foundCount = 1 + Math.max(-1, ...found.map(({ speaker }) => speaker));
  const referenceCount = 1 + Math.max(-1, ...reference.map(({ speaker }) => speaker));
  const together = Array.from({ length: referenceCount }, () => new Array<number>(foundCount).fill(0));
  for (const { ms, referred, heard } of pieces)
    for (const one of referred)
      for (const other of heard) {
        const row = together[one];
        if (row) row[other] = (row[other] ?? 0) + ms;
      }
  const match = bestAssignment(together);
  const errors = { speechMs: 0, missedMs: 0, falseAlarmMs: 0, confusionMs: 0 };
  for (const { ms, referred, heard } of pieces) {
    const right = [...referred].filter((speaker) => heard.has(match[speaker] ?? -1)).length;
    errors.speechMs += ms * referred.size;
    errors.missedMs += ms * Math.max(0, referred.size - heard.size);
    errors.falseAlarmMs += ms * Math.max(0, heard.size - referred.size);
    errors.confusionMs += ms * (Math.min(referred.size, heard.size) - right);
  }
  const wrong = errors.missedMs + errors.falseAlarmMs + errors.confusionMs;
  return { ...errors, rate: errors.speechMs > 0 ? wrong / errors.speechMs : wrong > 0 ? 1 : 0 };
}

interface Piece {
  ms: number;
  referred: ReadonlySet<number>;
  heard: ReadonlySet<number>;
}

/** Stretches within which nobody begins or ends, those in a collar left out. */
function elementaryPieces(
  reference: readonly SpeakerTurn[],
  found: readonly SpeakerTurn[],
  collarMs: number,
): Piece[] {
  const edges = reference.flatMap(({ startMs, endMs }) => [startMs, endMs]);
  const cuts = [
    ...edges,
    ...found.flatMap(({ startMs, endMs }) => [startMs, endMs]),
    ...(collarMs > 0 ? edges.flatMap((edge) => [edge - collarMs, edge + collarMs]) : []),
  ].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const [index, start] of cuts.entries()) {
    const end = cuts[index + 1] ?? start;
    const middle = (start + end) / 2;
    if (end === start || edges.some((edge) => Math.abs(edge - middle) < collarMs)) continue;
    const referred = speaking(reference, middle);
    const heard = speaking(found, middle);
    if (referred.size > 0 || heard.size > 0) pieces.push({ ms: end - start, referred, heard });
  }
  return pieces;
}

function speaking(turns: readonly SpeakerTurn[], ms: number): Set<number> {
  return new Set(
    turns.filter(({ startMs, endMs }) => startMs <= ms && ms < endMs).map(({ speaker }) => speaker),
  );
}
