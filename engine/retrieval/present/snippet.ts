import { analyze, type Term } from '#storage';

export interface Snippet {
  readonly text: string;
  /** `[start, end)` pairs into `text`, ascending, apart from one another. */
  readonly marks: [number, number][];
}

/** Two to three lines of a result list. */
const snippetLength = 240;
/** How far an end may move to fall between words. */
const boundarySlack = 24;

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly term: string;
}

/** The stretch of a text that holds the most of a query's terms, with all of them marked. */
export function makeSnippet(text: string, terms: readonly Term[]): Snippet {
  const marks = findMarks(text, terms);
  const [from, to] = chooseWindow(text, marks);
  return cut(text, from, to, marks);
}

function findMarks(text: string, terms: readonly Term[]): Mark[] {
  const exact = new Set(terms.filter(({ prefix }) => !prefix).map(({ term }) => term));
  const prefixes = terms.filter(({ prefix }) => prefix).map(({ term }) => term);
  if (terms.length === 0) return [];
  return analyze(text, { purpose: 'index' }).filter(
    ({ term }) => exact.has(term) || prefixes.some((prefix) => term.startsWith(prefix)),
  );
}

/** The window with the most different terms; of equals the one with the most marks, then the first. */
function chooseWindow(text: string, marks: readonly Mark[]): [number, number] {
  if (text.length <= snippetLength) return [0, text.length];
  let best = { start: 0, end: 0, value: -1 };
  const counts = new Map<string, number>();
  let first = 0;
  for (const [index, mark] of marks.entries()) {
    counts.set(mark.term, (counts.get(mark.term) ?? 0) + 1);
    for (
      let head = marks[first];
      head && mark.end - head.start > snippetLength && first < index;
      head = marks[first]
    ) {
      const left = (counts.get(head.term) ?? 1) - 1;
      if (left === 0) counts.delete(head.term);
      else counts.set(head.term, left);
      first += 1;
    }
    const value = counts.size * 1000 + Math.min(999, index - first + 1);
    if (value > best.value) best = { start: marks[first]?.start ?? 0, end: mark.end, value };
  }
  const room = Math.max(0, snippetLength - (best.end - best.start));
  // More of what follows than of what precedes: a sentence is read forwards.
  const from = Math.max(0, Math.min(best.start - Math.floor(room / 3), text.length - snippetLength));
  return [
    toBoundary(text, from, best.start),
    toBoundary(text, Math.min(text.length, from + snippetLength), best.end),
  ];
}

/** The nearest place between two words towards `inner`, or, where the script has none, between two characters. */
function toBoundary(text: string, position: number, inner: number): number {
  if (position <= 0 || position >= text.length) return Math.max(0, Math.min(text.length, position));
  const step = inner >= position ? 1 : -1;
  for (let moved = 0; moved <= boundarySlack; moved++) {
    const at = position + moved * step;
    if (step > 0 ? at > inner : at < inner) break;
    if (/\s/u.test(text.charAt(at - 1)) || /\s/u.test(text.charAt(at))) return at;
  }
  let at = position;
  while (at > 0 && at < text.length && isInsideCharacter(text, at)) at += step;
  return at;
}

function isInsideCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 0xdc00 && code <= 0xdfff) || /^\p{M}/u.test(text.slice(at, at + 2));
}

/** White space becomes single spaces, ends that were cut get an ellipsis, and the marks follow. */
function cut(text: string, from: number, to: number, marks: readonly Mark[]): Snippet {
  const places = new Int32Array(to - from + 1);
  let result = from > 0 ? '…' : '';
  let pendingSpace = false;
  const isEmpty = () => result === '' || result === '…';
  for (let index = from; index < to; index++) {
    const character = text.charAt(index);
    if (/\s/u.test(character)) pendingSpace = !isEmpty();
    else {
      if (pendingSpace) result += ' ';
      pendingSpace = false;
    }
    places[index - from] = result.length;
    if (!/\s/u.test(character)) result += character;
  }
  places[to - from] = result.length;
  const merged: [number, number][] = [];
  for (const mark of marks) {
    if (mark.start < from || mark.end > to) continue;
    const start = places[mark.start - from] ?? 0;
    const end = (places[mark.end - 1 - from] ?? 0) + 1;
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return { text: to < text.length ? `${result}…` : result, marks: merged };
}
