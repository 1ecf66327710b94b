import type { Citation } from '@adiuva/contracts/rpc';
import { splitSentences } from './sentences.ts';
import { contentWords } from './words.ts';

const mark = /\[\d{1,3}\]/;
/** What a line begins with before its first word. */
const lineStart = /^(?:\s*(?:>|[-*+•‣▪]|\d{1,3}[.)])\s+)+/;

/**
 * True when every statement of an answer carries a citation that held: each sentence of two content words or more
 * that is no question, heading or lead-in (`… :`) has its `[n]` inside it or right after its full stop.
 */
export function isGrounded({ text, citations }: { text: string; citations: readonly Citation[] }): boolean {
  return citations.length > 0 && unsupportedRanges(text).length === 0;
}

/** A block of code, its end or the text's. */
const codeBlock = /^[ \t]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^[ \t]*\1[`~]*[ \t]*$|$(?![\s\S]))/gm;

/**
 * The sentences of an answer that state something without such a citation: `[start, end)` into its text. Code states
 * nothing.
 */
export function unsupportedRanges(text: string): [start: number, end: number][] {
  const joined = joinMarks(text.replace(codeBlock, (code) => code.replace(/[^\n]/g, ' ')));
  const ranges: [number, number][] = [];
  for (const sentence of splitSentences(joined.text)) {
    if (mark.test(sentence.text)) continue;
    const isNoStatement = /^#{1,6}\s/.test(sentence.text) || /[:：?？]\W*$/.test(sentence.text);
    if (isNoStatement || contentWords(sentence.text).length < 2) continue;
    const lead = lineStart.exec(sentence.text)?.[0].length ?? 0;
    const start = joined.places[sentence.start + lead];
    const end = joined.places[sentence.end - 1];
    if (start !== undefined && end !== undefined) ranges.push([start, end + 1]);
  }
  return ranges;
}

/** `Statement. [1]` counts as `Statement [1].`; `places` leads from each code unit back to where it stands. */
function joinMarks(text: string): { text: string; places: number[] } {
  let joined = '';
  const places: number[] = [];
  const add = (piece: string, at: number, step: 0 | 1) => {
    joined += piece;
    for (let index = 0; index < piece.length; index++) places.push(at + index * step);
  };
  let from = 0;
  for (const found of text.matchAll(/([.!?。！？]["”»)*]*)[ \t]*((?:\[\d+\][ \t]*)+)/g)) {
    const [all, stop = '', marks = ''] = found;
    add(text.slice(from, found.index), from, 1);
    add(` ${marks}${stop} `, found.index, 0);
    from = found.index + all.length;
  }
  add(text.slice(from), from, 1);
  return { text: joined, places };
}
