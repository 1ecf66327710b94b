import { type Span, splitSentences } from './sentences.ts';
import { contentWords, wordSimilarity } from './words.ts';

/** Share of a statement's words that one or two neighbouring sentences must hold to carry it. */
const minSupport = 0.6;

/**
 * Where a passage says what a statement says: the sentence, or two in a row, that hold most of its words and all of
 * its numbers. For citations that bring no quote.
 *
 * @returns null when nothing in the passage carries the statement
 */
export function findSupport(statement: string, text: string): Span | null {
  const terms = [...new Set(contentWords(statement).map(({ key }) => key))];
  if (terms.length === 0) return null;
  const sentences = splitSentences(text).map((sentence) => {
    const keys = [...new Set(contentWords(sentence.text).map(({ key }) => key))];
    return {
      sentence,
      held: terms.map((term) => Math.max(0, ...keys.map((key) => wordSimilarity(term, key)))),
    };
  });
  let best: { span: Span; support: number } | null = null;
  for (const [index, first] of sentences.entries()) {
    for (const second of [undefined, sentences[index + 1]]) {
      const held = terms.map((_, t) => Math.max(first.held[t] ?? 0, second?.held[t] ?? 0));
      if (terms.some((term, t) => /\p{N}/u.test(term) && (held[t] ?? 0) < 1)) continue;
      const support = held.reduce((sum, value) => sum + value, 0) / terms.length;
      // Two sentences must carry clearly more than one.
      const worth = second ? support - 0.1 : support;
      if (support >= minSupport && (!best || worth > best.support)) {
        best = { span: { start: first.sentence.start, end: (second ?? first).sentence.end }, support: worth };
      }
    }
  }
  return best?.span ?? null;
}
