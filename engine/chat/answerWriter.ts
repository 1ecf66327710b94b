import type { Citation } from '@adiuva/contracts/rpc';
import { type AnswerPiece, createCitationParser } from './citationParser.ts';
import { findQuote } from './findQuote.ts';
import { cite, type Passage } from './passages.ts';
import { type Span, splitSentences } from './sentences.ts';
import { findSupport } from './support.ts';
import { contentWords } from './words.ts';

export interface WrittenAnswer {
  readonly text: string;
  readonly citations: readonly Citation[];
  /** Citations whose quote is not in the passage they name, or that name none. */
  readonly dropped: number;
}

export interface AnswerWriter {
  /** Takes what the model wrote; gives back what the reader sees: words and `[n]` of citations that hold. */
  push(delta: string): string;
  end(): string;
  written(): WrittenAnswer;
}

/**
 * Turns a model's stream into an answer whose every citation was checked. Citations are numbered in the order they
 * appear, one number for each stretch of source; what fails its check leaves no trace in the text and is counted.
 */
export function createAnswerWriter(passages: readonly Passage[]): AnswerWriter {
  const parser = createCitationParser();
  const citations: Citation[] = [];
  const numbers = new Map<string, number>();
  let text = '';
  let dropped = 0;
  /** White space that goes out with what follows it, so that a dropped citation leaves no gap. */
  let space = '';
  let hasJustDropped = false;

  function write(pieces: readonly AnswerPiece[]): string {
    const before = text.length;
    for (const piece of pieces) {
      if (piece.type === 'text') writeText(piece.text);
      else writeCitation(piece.passage, piece.quote);
    }
    return text.slice(before);
  }

  function writeText(words: string): void {
    const trimmed = words.trimEnd();
    if (trimmed === '') {
      space = hasJustDropped && !words.includes('\n') ? space || words : space + words;
      return;
    }
    const isJoined = hasJustDropped && /^[\s.,;:!?)\]。，！？]/.test(words);
    text += (isJoined ? '' : space) + trimmed;
    space = words.slice(trimmed.length);
    hasJustDropped = false;
  }

  function writeCitation(number: number, quote: string | null): void {
    const passage = passages[number - 1];
    const span = passage ? check(passage, quote) : null;
    if (!passage || !span) {
      dropped++;
      hasJustDropped = true;
      return;
    }
    const key = `${number}:${span.start}:${span.end}`;
    let n = numbers.get(key);
    if (n === undefined) {
      n = citations.length + 1;
      numbers.set(key, n);
      citations.push(cite(passage, span, n));
    }
    const mark = `[${n}]`;
    if (!text.endsWith(mark)) text += (space || (/[\s[\]]$/.test(text) || text === '' ? '' : ' ')) + mark;
    space = '';
    hasJustDropped = false;
  }

  function check(passage: Passage, quote: string | null): Span | null {
    if (quote === null) return findSupport(lastStatement(text), passage.text);
    return isTelling(quote, text) ? findQuote(passage.text, quote) : null;
  }

  return {
    push: (delta) => write(parser.push(delta)),
    end: () => write(parser.end()),
    written: () => ({ text: text.trim(), citations, dropped }),
  };
}

/** A quote of one common word stands in every passage and proves nothing. */
function isTelling(quote: string, text: string): boolean {
  const words = contentWords(quote);
  if (words.length >= 2) return true;
  const said = new Set(contentWords(lastStatement(text)).map(({ key }) => key));
  return words.some(({ key }) => said.has(key));
}

function lastStatement(text: string): string {
  return splitSentences(withoutMarks(text.slice(-1500))).at(-1)?.text ?? '';
}

export function withoutMarks(text: string): string {
  return text.replace(/[ \t]*\[\d{1,3}\]/g, '');
}
