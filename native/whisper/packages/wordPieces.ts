import type { WhisperPiece, WhisperSegment } from '../whisperPort.ts';

const encoder = new TextEncoder();
/** A pause after which something else begins. */
const pauseMs = 1000;
const mostWords = 40;

/** A word with its times, as adapters give it that tell no tokens. */
export interface TimedText {
  text: string;
  startMs: number;
  endMs: number;
}

/** Words without sentences to sentences: they end at their punctuation, at a pause, and when they grow too long. */
export function groupWords(words: readonly TimedText[]): WhisperSegment[] {
  const groups: TimedText[][] = [];
  for (const word of words) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const goesOn =
      group &&
      last &&
      group.length < mostWords &&
      word.startMs - last.endMs < pauseMs &&
      !endsSentence(last.text);
    if (goesOn) group.push(word);
    else groups.push([word]);
  }
  return groups.map((group) => ({
    startMs: group[0]?.startMs ?? 0,
    endMs: group.at(-1)?.endMs ?? 0,
    noSpeechProbability: null,
    pieces: group.map(asPiece),
  }));
}

/** A sentence whose words have no times of their own: they share its time by their letters. */
export function spreadWords({ text, startMs, endMs }: TimedText): WhisperSegment {
  const words = text.match(/\s*\S+/gu) ?? [];
  const letters = words.reduce((sum, word) => sum + word.trim().length, 0);
  let before = 0;
  const pieces = words.map((word) => {
    const from = before / letters;
    before += word.trim().length;
    const at = (share: number) => Math.round(startMs + (endMs - startMs) * share);
    return asPiece({ text: word, startMs: at(from), endMs: at(before / letters) });
  });
  return { startMs, endMs, noSpeechProbability: null, pieces };
}

function asPiece({ text, startMs, endMs }: TimedText): WhisperPiece {
  return { bytes: encoder.encode(text), probability: null, startMs, endMs };
}

function endsSentence(text: string): boolean {
  return /[.!?…。！？]["'”’)\]]*\s*$/u.test(text);
}
