import { z } from 'zod';

/** What a keeper remembers; plain data, to go on with after an interruption. */
export const languageStateSchema = z.object({
  current: z.string().nullable(),
  isSettled: z.boolean(),
  /** Milliseconds of speech by language, each weighed by its probability. */
  heardMs: z.record(z.string(), z.number()),
  /** Windows since the language was last looked for. */
  since: z.number().int().nonnegative(),
  /** The last window was unsure of its words. */
  isDoubtful: z.boolean(),
});
export type LanguageState = z.infer<typeof languageStateSchema>;

/** What a window told of its language. */
export interface LanguageEvidence {
  language: string;
  probability: number | null;
  speechMs: number;
  /** Mean of its segments; null where unknown or nothing was said. */
  confidence: number | null;
}

export interface LanguageKeeper {
  /** For the next window; null: let it be found. */
  next(): string | null;
  /** The one that holds until another is clear; null while none is settled. */
  kept(): string | null;
  /** Whether a window that was sought anew was taken for another language without being clear: hear it as `kept`. */
  isOther(found: Pick<LanguageEvidence, 'language' | 'probability'>): boolean;
  heard(evidence: LanguageEvidence): void;
  /** Spoken most. */
  language(): string | null;
  state(): LanguageState;
}

/** Sure at once. */
const clearProbability = 0.9;
const clearSpeechMs = 8000;
/** Or after this many windows, whatever they said. */
const mostOpenMs = 60_000;
/** To leave a language that is settled, the other must be this sure. */
const switchProbability = 0.8;
/** Finding a language costs as much as hearing the window again: only now and then without a reason. */
const lookAgainAfter = 20;
const doubtful = 0.45;
const unknownProbability = 0.5;

/**
 * Keeps the language of a recording: given, or found over its first windows and kept, since a short window alone is
 * often taken for another language. It is looked for again now and then, and after a window that was unsure of its
 * words: then somebody may have gone over to another language.
 */
export function createLanguageKeeper(given: string | null, earlier?: LanguageState): LanguageKeeper {
  const state: LanguageState = earlier
    ? structuredClone(earlier)
    : { current: null, isSettled: false, heardMs: {}, since: 0, isDoubtful: false };

  function mostHeard(): string | null {
    return Object.entries(state.heardMs).sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
  }

  function settle(evidence: LanguageEvidence, wasSought: boolean): void {
    const { language, probability, speechMs } = evidence;
    if (state.isSettled) {
      if (wasSought && language !== state.current && (probability ?? 0) >= switchProbability)
        state.current = language;
      return;
    }
    const total = Object.values(state.heardMs).reduce((sum, value) => sum + value, 0);
    const isClear = (probability ?? 0) >= clearProbability && speechMs >= clearSpeechMs;
    state.current = isClear ? language : mostHeard();
    state.isSettled = isClear || total >= mostOpenMs;
  }

  function next(): string | null {
    if (given !== null) return given;
    const isSought = !state.isSettled || state.isDoubtful || state.since >= lookAgainAfter;
    return isSought ? null : state.current;
  }

  return {
    next,
    kept: () => given ?? (state.isSettled ? state.current : null),
    isOther: ({ language, probability }) =>
      given === null &&
      state.isSettled &&
      language !== state.current &&
      (probability ?? 0) < switchProbability,
    heard(evidence) {
      const wasSought = given === null && next() === null;
      state.since = wasSought ? 0 : state.since + 1;
      if (evidence.speechMs <= 0) return;
      const { language, probability, speechMs, confidence } = evidence;
      const weight = wasSought ? (probability ?? unknownProbability) : 1;
      state.heardMs[language] = (state.heardMs[language] ?? 0) + speechMs * weight;
      settle(evidence, wasSought);
      // Asked once for each doubtful window; if it stays in doubt, the recording is hard and not in another language.
      state.isDoubtful = !wasSought && confidence !== null && confidence < doubtful;
    },
    language: () => given ?? mostHeard(),
    state: () => structuredClone(state),
  };
}
