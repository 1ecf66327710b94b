import { analyze, type Term } from '#storage';

/** What a query asks of the keyword index. */
export interface KeywordQuery {
  /** Any of these, each once. */
  readonly terms: readonly Term[];
  /** All of these: the terms of each follow one another. */
  readonly phrases: readonly (readonly Term[])[];
}

const quoted = /["“”„«»]([^"“”„«»]*)["“”„«»]/gu;

/**
 * Reads plain words and "quoted phrases"; there is no other syntax, and nothing a person may type is an error. An
 * unpaired quote is no quote.
 */
export function parseQuery(query: string): KeywordQuery {
  const phrases: Term[][] = [];
  const rest = query.replace(quoted, (_, inside: string) => {
    const terms = analyze(inside, { purpose: 'query' });
    if (terms.length > 0) phrases.push(terms);
    return ' ';
  });
  const terms = new Map<string, Term>();
  for (const phrase of phrases)
    for (const term of phrase) if (phrase.length === 1) terms.set(key(term), term);
  for (const term of analyze(rest, { purpose: 'query' })) terms.set(key(term), term);
  return { terms: [...terms.values()], phrases };
}

function key(term: Term): string {
  return `${term.prefix ? '*' : '='}${term.term}`;
}
