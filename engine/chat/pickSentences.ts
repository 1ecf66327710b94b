import { type Passage, passageContext } from './passages.ts';
import { type ScoredSentence, scoreSentences } from './sentenceScores.ts';
import { isQuestion } from './sentences.ts';
import { foldWord, guessLanguage, readWords, wordSimilarity } from './words.ts';

const maxSentences = 5;
/** Under this share of the question (weighed by rarity) a passage is about something else. */
const minContextCoverage = 0.36;
const minCoverage = 0.18;
/** A further sentence must come this near to the best. */
const nearBest = 0.55;
/** How much a repetition costs, in the manner of maximal marginal relevance (Carbonell and Goldstein 1998). */
const repetitionWeight = 0.4;
/** Word similarity from which two spellings are one name: inflected, with an accent, in the plural. */
const sameName = 0.6;

/** The one to five sentences that answer best, best first; none where nothing fits. */
export function pickSentences(
  question: string,
  passages: readonly Passage[],
  earlier: readonly string[] = [],
): ScoredSentence[] {
  if (!speakOfNames(question, passages)) return [];
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

/**
 * Whether any of the names in the question (capitalised within it) stands in the passages. Where none does, they
 * speak of somebody else, however many other words they share. German capitalises every noun and is let through.
 */
function speakOfNames(question: string, passages: readonly Passage[]): boolean {
  if (guessLanguage(question) === 'de') return true;
  const names = [
    ...question.matchAll(/(?<=[\p{Ll}\p{N},;:»”"'’)]\s+[«“"'(]?)\p{Lu}[\p{L}\p{M}\p{N}]+/gu),
  ].map(([name]) => foldWord(name));
  if (names.length === 0) return true;
  return passages.some((passage) =>
    readWords(`${passageContext(passage)} ${passage.text}`).some(({ key }) =>
      names.some((name) => wordSimilarity(name, key) >= sameName),
    ),
  );
}

/** Share of the smaller set that the two have in common. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  return a.intersection(b).size / Math.min(a.size, b.size);
}
