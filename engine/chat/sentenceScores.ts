import { type Passage, passageContext } from './passages.ts';
import { answerKind, holdsKind } from './questionType.ts';
import { isQuestion, type Sentence, splitSentences } from './sentences.ts';
import { contentWords, foldWord, readWords, wordSimilarity } from './words.ts';

export interface ScoredSentence {
  readonly passage: Passage;
  /** Place of the passage in the ranking, 0-based. */
  readonly rank: number;
  readonly sentence: Sentence;
  readonly score: number;
  /** Share of the question's weight found in the sentence itself or in what leads it on, 0 to 1. */
  readonly coverage: number;
  /** The same with what surrounds it: its neighbours, headings and title. */
  readonly contextCoverage: number;
  /** Folded content words, for telling repetition. */
  readonly keys: ReadonlySet<string>;
}

/**
 * How the parts of the score weigh. Tried on a quarter of XQuAD's English and German questions: halving or doubling
 * any but the first moves the result by under one point.
 */
const weights = { coverage: 1, context: 0.45, proximity: 0.1, kind: 0.22, rank: 0.35 };

interface Unit {
  passage: Passage;
  rank: number;
  place: number;
  sentence: Sentence;
  words: ReturnType<typeof readWords>;
  keys: Set<string>;
  /** Similarity to each of the question's words. */
  matches: number[];
  /** The same of the headings it stands under: the section's, and the entry's (a word alone on its line). */
  section: readonly number[];
  entry: readonly number[];
}

/**
 * Every sentence of the passages against a question: the question's words weighed by how rare they are among the
 * candidates (idf), how near they stand, whether the kind of thing asked for is there, and how well retrieval
 * placed the passage.
 *
 * @param earlier a follow-up's former questions, whose words count half
 */
export function scoreSentences(
  question: string,
  passages: readonly Passage[],
  earlier: readonly string[] = [],
): ScoredSentence[] {
  const terms = questionTerms(question, earlier);
  if (terms.length === 0) return [];
  const kind = answerKind(question);
  const known = new Set(readWords(question).map(({ key }) => key));
  const similar = memoSimilarity(terms.map(({ key }) => key));
  const units = passages.flatMap((passage, rank) => toUnits(passage, rank, similar));
  const weightOf = idf(terms, units);
  const total = weightOf.reduce((sum, weight) => sum + weight, 0);

  return units.map((unit, index) => {
    const previous = neighbour(units, index, -1);
    const next = neighbour(units, index, 1);
    const lead = previous ? leadOf(previous.sentence, neighbour(units, index - 1, -1)?.sentence) : 0;
    const around = similarTo(passageContext(unit.passage), similar);
    let coverage = 0;
    let context = 0;
    for (const [t, weight] of weightOf.entries()) {
      const own = unit.matches[t] ?? 0;
      const before = previous?.matches[t] ?? 0;
      const after = (next?.matches[t] ?? 0) * 0.25;
      const above = Math.max((unit.section[t] ?? 0) * 0.45, (unit.entry[t] ?? 0) * 0.9);
      const led = Math.max(own, before * lead, above);
      coverage += weight * led;
      context += weight * Math.max(led, before * 0.5, after, (around[t] ?? 0) * 0.6);
    }
    coverage /= total;
    context /= total;
    const hasKind =
      kind !== 'open' && holdsKind(kind, unit.sentence.text, (word) => known.has(foldWord(word)));
    const score =
      weights.coverage * coverage +
      weights.context * context +
      weights.proximity * coverage * proximity(unit, weightOf) +
      (hasKind ? weights.kind : 0) +
      weights.rank / (1 + 0.5 * unit.rank);
    return {
      passage: unit.passage,
      rank: unit.rank,
      sentence: unit.sentence,
      score: score * shapeFactor(unit),
      coverage,
      contextCoverage: context,
      keys: unit.keys,
    };
  });
}

interface Term {
  key: string;
  factor: number;
}

function questionTerms(question: string, earlier: readonly string[]): Term[] {
  const terms = new Map<string, number>();
  for (const { key } of contentWords(question)) terms.set(key, 1);
  for (const text of earlier) {
    for (const { key } of contentWords(text)) if (!terms.has(key)) terms.set(key, 0.5);
  }
  // A question of grammar words alone ("Who is who?") still has its words.
  if (terms.size === 0) for (const { key } of readWords(question)) terms.set(key, 1);
  return [...terms].slice(0, 40).map(([key, factor]) => ({ key, factor }));
}

function memoSimilarity(terms: readonly string[]): (word: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (word) => {
    let found = known.get(word);
    if (!found) {
      found = terms.map((term) => wordSimilarity(term, word));
      known.set(word, found);
    }
    return found;
  };
}

function toUnits(passage: Passage, rank: number, similar: (word: string) => readonly number[]): Unit[] {
  let section: number[] = [];
  let entry: number[] = [];
  const names = headingsOf(passage);
  return splitSentences(passage.text).map((found, place) => {
    const sentence = names.has(normalise(found.text)) ? { ...found, isHeading: true } : found;
    const words = readWords(sentence.text);
    const matches: number[] = [];
    for (const { key } of words) {
      for (const [t, value] of similar(key).entries()) matches[t] = Math.max(matches[t] ?? 0, value);
    }
    const keys = new Set(contentWords(sentence.text).map(({ key }) => key));
    const unit = { passage, rank, place, sentence, words, keys, matches, section, entry };
    if (sentence.isHeading) {
      if (words.length > 1) section = matches;
      entry = words.length > 1 ? [] : matches;
    }
    return unit;
  });
}

/** Title and headings as they may stand in the text once more. */
function headingsOf({ title, locator }: Passage): ReadonlySet<string> {
  const headings = 'headingPath' in locator ? (locator.headingPath ?? []) : [];
  return new Set([title ?? '', ...headings].map(normalise).filter((name) => name !== ''));
}

function normalise(text: string): string {
  return text
    .replace(/^[\s#]+/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

/** Over sentences, smoothed as in BM25; a word that no passage holds keeps its full weight and lowers the rest. */
function idf(terms: readonly Term[], units: readonly Unit[]): number[] {
  const count = units.length;
  return terms.map(({ factor }, t) => {
    const holding = units.filter((unit) => (unit.matches[t] ?? 0) >= 0.6).length;
    return factor * Math.log(1 + (count - holding + 0.5) / (holding + 0.5));
  });
}

function similarTo(text: string, similar: (word: string) => readonly number[]): number[] {
  const best: number[] = [];
  for (const { key } of readWords(text)) {
    for (const [t, value] of similar(key).entries()) best[t] = Math.max(best[t] ?? 0, value);
  }
  return best;
}

function neighbour(units: readonly Unit[], index: number, step: 1 | -1): Unit | undefined {
  const unit = units[index];
  const other = units[index + step];
  return unit && other && other.passage === unit.passage ? other : undefined;
}

/**
 * How far a sentence speaks for the one after it: a question for its answer, a heading for what stands under it. One
 * of several questions in a row is a list of questions, and nothing answers it there.
 */
function leadOf(sentence: Sentence, before: Sentence | undefined): number {
  if (isQuestion(sentence.text)) return before && isQuestion(before.text) ? 0 : 0.85;
  return sentence.isHeading ? 0.6 : 0;
}

/** How densely the question's words stand: 1 when every third word is one, towards 0 when they are far apart. */
function proximity(unit: Unit, weightOf: readonly number[]): number {
  let found = 0;
  for (const t of weightOf.keys()) if ((unit.matches[t] ?? 0) >= 0.6) found++;
  return found < 2 ? 0 : Math.min(1, (found * 3) / Math.max(6, unit.words.length));
}

/** A heading names a subject and does not answer; scraps and run-on blocks answer badly. */
function shapeFactor({ sentence, words }: Unit): number {
  let factor = 1;
  if (sentence.isHeading) factor *= 0.35;
  if (words.length < 4) factor *= 0.75;
  if (words.length > 70) factor *= 0.85;
  return factor;
}
