/** What a model wrote: words, or a citation that it means to put there. */
export type AnswerPiece =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'citation';
      /** The passage's number. */
      readonly passage: number;
      /** Null where the model gave none; empty where it gave one that never ended. */
      readonly quote: string | null;
    };

export interface CitationParser {
  /** Takes the next delta; gives back what is certain by now. */
  push(delta: string): AnswerPiece[];
  /** At the end of the answer: what was held back, as it stands. */
  end(): AnswerPiece[];
}

/** A citation longer than this is none: its beginning is dropped and the rest goes out as text. */
const maxHeld = 3000;
/** How a citation begins. `[2024]` does not: no answer has four-digit passages. */
const opening = /^[[【]\s*\^?\s*(?:passage|source|p\.|#)?\s*\d{1,3}(?!\d)/i;
const namesBeforeNumber = ['passage', 'source', 'p.', '#'];
const openQuote = /^\s*[:,-]?\s*["“„«'‘「『]/;

/**
 * Reads `[1: "exact words"]` out of a stream, wherever the deltas cut it, and the forms models make of it: typographic
 * or missing quotes, `[1]`, `[1, 3]`, `[1: "a"; 2: "b"]`, 【1】, quotes within the quote, brackets within the quote.
 * Everything else passes through untouched; a citation never reaches the reader in its raw form.
 */
export function createCitationParser(): CitationParser {
  let held = '';

  function drain(isEnd: boolean): AnswerPiece[] {
    const pieces: AnswerPiece[] = [];
    while (held !== '') {
      const open = held.search(/[[【]/);
      if (open < 0) {
        pushText(pieces, held);
        held = '';
        break;
      }
      if (open > 0) {
        pushText(pieces, held.slice(0, open));
        held = held.slice(open);
      }
      const read = readCitation(held, isEnd);
      if (read === 'wait') break;
      if (read === 'none') {
        pushText(pieces, held.slice(0, 1));
        held = held.slice(1);
      } else {
        pieces.push(...read.citations);
        held = held.slice(read.length);
      }
    }
    return pieces;
  }

  return {
    push(delta) {
      held += delta;
      return drain(false);
    },
    end: () => drain(true),
  };
}

function pushText(pieces: AnswerPiece[], text: string): void {
  const last = pieces.at(-1);
  if (last?.type === 'text') pieces[pieces.length - 1] = { type: 'text', text: last.text + text };
  else pieces.push({ type: 'text', text });
}

type Citations = Extract<AnswerPiece, { type: 'citation' }>[];
type Read = 'wait' | 'none' | { citations: Citations; length: number };

function readCitation(text: string, isEnd: boolean): Read {
  const start = opening.exec(text);
  if (!start) return !isEnd && mayStillOpen(text) ? 'wait' : 'none';
  const head = start[0].length;
  const length = findEnd(text, head, isEnd);
  if (length !== null) {
    const citations = readBody(text.slice(1, length - 1));
    return citations ? { citations, length } : 'none';
  }
  if (!isEnd && text.length < maxHeld) return 'wait';
  const quote = openQuote.exec(text.slice(head));
  if (!quote) return 'none';
  // A quote that never ends fails its check. At the end of the answer it takes its words along.
  const passage = Number(/\d+/.exec(start[0])?.[0]);
  return {
    citations: [{ type: 'citation', passage, quote: '' }],
    length: isEnd ? text.length : head + quote[0].length,
  };
}

/** Whether more of the stream could make a citation of what so far is `[`, `[ pass` or `[^`. */
function mayStillOpen(text: string): boolean {
  const begun = text
    .slice(1)
    .trimStart()
    .replace(/^\^\s*/, '')
    .toLowerCase();
  return namesBeforeNumber.some(
    (name) => name.startsWith(begun) || (begun.startsWith(name) && begun.slice(name.length).trim() === ''),
  );
}

/**
 * Past the closing bracket: the first one, or, where a quote has begun, the first that a closing quote mark stands
 * before. Null while it has not come.
 */
function findEnd(text: string, head: number, isEnd: boolean): number | null {
  const quote = openQuote.exec(text.slice(head));
  if (!quote) {
    const rest = text.slice(head);
    const bracket = rest.search(/[\]】]/);
    const line = rest.indexOf('\n');
    // `[1` and then the rest of a sentence is no citation; what may still become `[1: "` waits.
    if (bracket < 0 || (line >= 0 && line < bracket)) return null;
    return /["“„«「]/.test(rest.slice(0, bracket)) ? findQuoteEnd(text, head, isEnd) : head + bracket + 1;
  }
  return findQuoteEnd(text, head + quote[0].length, isEnd);
}

function findQuoteEnd(text: string, from: number, isEnd: boolean): number | null {
  const rest = text.slice(from);
  // The quote's mark was forgotten where another citation, or another paragraph, begins after a bracket.
  const forgotten = /[\]】](?=[^[\]]*(?:\n\n|[[【]\s*\d{1,3}\s*:\s*["“„«]))/.exec(rest);
  const closed = /["”“»’'」』]\s*[.,;]?\s*[\]】]/.exec(rest);
  const closedEnd = closed ? closed.index + closed[0].length : null;
  if (forgotten && (closedEnd === null || forgotten.index + 1 < closedEnd)) return from + forgotten.index + 1;
  if (closedEnd !== null) return from + closedEnd;
  const bracket = isEnd ? rest.search(/[\]】]/) : -1;
  return bracket < 0 ? null : from + bracket + 1;
}

const item =
  /(?:^|[,;]\s*|\]\s*\[\s*)\^?(?:passage|source|p\.|#)?\s*(\d{1,3})\s*(?=[:,;\-"“„«'‘「『\]】]|$)[:-]?\s*/gi;

/** The inside of the brackets: one citation or several. Null where it is no citation at all. */
function readBody(body: string): Citations | null {
  const trimmed = body.trim();
  const heads: { passage: number; from: number; to: number }[] = [];
  for (const match of trimmed.matchAll(item)) {
    const previous = heads.at(-1);
    // A number within a quote (`"in 1, 2: of"`) begins no citation: the quote before must have ended.
    if (previous && !isBalanced(trimmed.slice(previous.to, match.index))) continue;
    heads.push({ passage: Number(match[1]), from: match.index, to: match.index + match[0].length });
  }
  if (heads.length === 0 || heads[0]?.from !== 0) return null;
  return heads.map(({ passage, to }, index) => {
    const quote = trimmed
      .slice(to, heads[index + 1]?.from ?? trimmed.length)
      .trim()
      .replace(/^["“„«'‘「『]+|["”“»’'」』.,;]+$/g, '')
      .replace(/\\"/g, '"')
      .trim();
    return { type: 'citation', passage, quote: quote === '' ? null : quote };
  });
}

function isBalanced(text: string): boolean {
  const trimmed = text.trim();
  return trimmed === '' || /^["“„«'‘「『].*["”“»’'」』]$/s.test(trimmed) || !/["“„«「『]/.test(trimmed);
}
