import { analyze, type Term } from '../keyword/index.ts';

/** What a search through conversations asks of FTS5. */
export interface ChatQuery {
  /** Expressions of which a conversation holds every one. */
  matches: string[];
  terms: Term[];
}

/** More words than this narrow nothing and cost a pass over the index each. */
const mostWords = 12;
/** Beginnings of this length have an index of their own; shorter ones begin half of all words. */
const shortestBeginning = 3;
const quoted = /["“”„«»]([^"“”„«»]*)["“”„«»]/gu;

/**
 * Reads words and "quoted phrases". The last word may be unfinished, since the list is searched while it is typed.
 * Nothing a person may type is an error: the terms are our analyser's, which leaves FTS5's own signs out.
 */
export function readChatQuery(query: string): ChatQuery {
  const groups: { terms: Term[]; isOpen: boolean }[] = [];
  const rest = query.replace(quoted, (all, inside: string) => {
    const terms = asIndexed(inside);
    if (terms.length > 0) groups.push({ terms, isOpen: false });
    return ' '.repeat(all.length);
  });
  const words = runs(analyze(rest, { purpose: 'query' }));
  for (const [index, terms] of words.entries()) {
    const isLast = index === words.length - 1 && terms.at(-1)?.end === rest.length;
    groups.push({ terms, isOpen: isLast });
  }
  const matches = new Map<string, Term[]>();
  for (const { terms, isOpen } of groups) {
    const last = terms.at(-1);
    const isPrefix =
      last?.prefix === true || (isOpen && last !== undefined && last.term.length >= shortestBeginning);
    const phrase = `"${terms.map(({ term }) => term).join(' ')}"${isPrefix ? ' *' : ''}`;
    matches.set(phrase, isPrefix && last ? [...terms.slice(0, -1), { ...last, prefix: true }] : terms);
    if (matches.size === mostWords) break;
  }
  return { matches: [...matches.keys()], terms: [...matches.values()].flat() };
}

/** The terms as they follow one another in the index, where an unspaced run ends with its last character alone. */
function asIndexed(phrase: string): Term[] {
  const terms = analyze(phrase, { purpose: 'index' });
  const last = terms.at(-1);
  const before = terms.at(-2);
  // In a text that goes on, a pair stands there.
  return last && before && last.start < before.end ? terms.slice(0, -1) : terms;
}

/** Pairs of characters of one unspaced run overlap; together they stand for the run, in that order. */
function runs(terms: readonly Term[]): Term[][] {
  const groups: Term[][] = [];
  let end = -1;
  for (const term of terms) {
    const group = groups.at(-1);
    if (group && term.start < end) group.push(term);
    else groups.push([term]);
    end = term.end;
  }
  return groups;
}
