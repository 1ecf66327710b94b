import type { Pacer } from './pacer.ts';
import type { TextTokenizer } from './tokenizer.ts';
import { isSpaceAt } from './whitespace.ts';

/**
 * Where the tokens of a part stand, from tokenising it once. What it says of a slice is an estimate, since a
 * tokenizer may see the edges of a slice differently: off by a token or two, and verified by the packer.
 */
export interface TokenMap {
  /** Tokens that end in `(start, end]`. */
  count(start: number, end: number): number;
  /** The furthest end of a token such that about `tokens` (at least 1) stand between `start` and it. */
  forward(start: number, tokens: number): number;
  /** The furthest position before `end` such that about `tokens` stand between it and `end`. */
  backward(end: number, tokens: number): number;
}

/** Native tokenizers take more than linear time on one long text, so they get it in pieces. */
const pieceLength = 16_384;
const piecesAtOnce = 4;

export async function mapTokens(text: string, tokenizer: TextTokenizer, pacer: Pacer): Promise<TokenMap> {
  const pieces: { start: number; offsets: Uint32Array }[] = [];
  let total = 0;
  for (let start = 0; start < text.length; ) {
    const begun: { start: number; offsets: Uint32Array | Promise<Uint32Array> }[] = [];
    while (begun.length < piecesAtOnce && start < text.length) {
      const end = pieceEnd(text, start);
      begun.push({ start, offsets: tokenizer.offsets(text.slice(start, end)) });
      start = end;
      await pacer.breathe();
    }
    // All are awaited even when one fails, so that none fails unheard.
    await Promise.allSettled(begun.map((piece) => piece.offsets));
    for (const piece of begun) {
      const offsets = await piece.offsets;
      pieces.push({ start: piece.start, offsets });
      total += offsets.length / 2;
    }
    await pacer.breathe();
  }

  // Only the ends matter: a token of a marked space ("▁the") then belongs to the word that it begins.
  const ends = new Uint32Array(total);
  let index = 0;
  let furthest = 0;
  for (const { start, offsets } of pieces) {
    for (let i = 1; i < offsets.length; i += 2) {
      furthest = Math.max(furthest, start + (offsets[i] ?? 0));
      ends[index++] = furthest;
    }
  }
  return fromEnds(ends, text.length);
}

function fromEnds(ends: Uint32Array, length: number): TokenMap {
  const at = (index: number) => ends[index] ?? length;

  /** How many tokens end at or before the position. */
  function rank(position: number): number {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (at(middle) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    count: (start, end) => rank(end) - rank(start),
    forward(start, tokens) {
      const first = rank(start);
      let last = first + tokens;
      if (last >= ends.length) return length;
      // A character of several tokens goes over as a whole or not at all.
      while (last > first + 1 && at(last - 1) === at(last)) last--;
      return at(last - 1);
    },
    backward(end, tokens) {
      const first = rank(end) - tokens;
      return first <= 0 ? 0 : at(first - 1);
    },
  };
}

/** After white space where there is some within the last thousand characters, and never inside a surrogate pair. */
function pieceEnd(text: string, start: number): number {
  const end = start + pieceLength;
  if (end >= text.length) return text.length;
  for (let position = end; position > end - 1000; position--) {
    if (isSpaceAt(text, position - 1)) return position;
  }
  const code = text.charCodeAt(end);
  return code >= 0xdc00 && code <= 0xdfff ? end - 1 : end;
}
