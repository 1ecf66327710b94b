import type { Passage } from './passages.ts';
import { type ScoredSentence, scoreSentences } from './sentenceScores.ts';
import { isQuestion } from './sentences.ts';

const maxSentences = 5;
/** Under this share of the question (weighed by rarity) a passage is about something else. */
const minContextCoverage = 0.36;
const minCoverage = 0.18;
/** A further sentence must come this near to the best. */
const nearBest = 0.55;
/** How much a repetition costs, in the manner of maximal marginal relevance (Carbonell and Goldstein 1998). */
const repetitionWeight = 0.4;

/** The one to five sentences that answer best, best first; none where nothing fits. */
export function pickSentences(
  question: string,
  passages: readonly Passage[],
  earlier: readonly string[] = [],
): ScoredSentence[] {
  const candidates = scoreSentences(question, passages, earlier)
    .filter(({ sentence }) => !sentence.isHeading && !isQuestion(sentence.text))
    .sort((a, b) => b.score - a.score)
    .slice(0, 60);
  const best = candidates.find(
    ({ coverage, contextCoverage }) => coverage >= minCoverage && contextCoverage >= minContextCoverage,
  );
  if (!best) return [];
  const picked = [best];
  while (picked.length < maxSentences) {
    let next: ScoredSentence | undefined;
    let nextValue = best.score * nearBest;
    for (const candidate of candidates) {
      if (picked.includes(candidate) || candidate.coverage < minCoverage) continue;
      const repeated = Math.max(...picked.map((other) => overlap(candidate.keys, other.keys)));
      if (repeated > 0.7) continue;
      const value = candidate.score * (1 - repetitionWeight * repeated);
      if (value > nextValue) {
        next = candidate;
        nextValue = value;
      }
    }
    if (!next) break;
    picked.push(next);
  }
  return picked;
}

/** Share of the smaller set that the two have in common. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  return a.intersection(b).size / Math.min(a.size, b.size);
}
