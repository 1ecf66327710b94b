import type { WhisperPiece } from '@adiuva/native/whisper';
import { describe, expect, it } from 'vitest';
import { cutLoops } from './cutLoops.ts';
import { dropUnvoiced, isSilence } from './evidence.ts';
import { heardSegments } from './heardSegments.ts';
import { splitWords } from './splitWords.ts';
import { textOf } from './word.ts';

const utf8 = new TextEncoder();

/** Pieces of 100 ms each; strings or bytes. */
function pieces(...parts: (string | number[])[]): WhisperPiece[] {
  return parts.map((part, index) => ({
    bytes: typeof part === 'string' ? utf8.encode(part) : Uint8Array.from(part),
    probability: 0.5 + (index % 5) / 10,
    startMs: index * 100,
    endMs: (index + 1) * 100,
  }));
}

function wordsOf(text: string) {
  return text.split(' ').map((word) => ({ text: word }));
}

describe('words', () => {
  it('are what spaces divide, with their punctuation, times and the mean of their tokens', () => {
    const words = splitWords(pieces(' And', ' so', ',', ' my', ' fel', 'low', ' Americans', '!'), 'en');
    expect(words.map(({ text }) => text)).toEqual(['And', 'so,', 'my', 'fellow', 'Americans!']);
    expect(words[3]).toMatchObject({ startMs: 400, endMs: 600 });
    expect(words[3]?.confidence).toBeCloseTo((0.9 + 0.5) / 2);
    expect(textOf(words)).toBe('And so, my fellow Americans!');
  });

  it('keep characters that several tokens share: CJK, emoji, accents', () => {
    const bytes = [...utf8.encode('日本語 👍 né')];
    const single = splitWords(pieces(...bytes.map((byte) => [byte])), 'ja');
    expect(textOf(single)).toBe('日本語 👍 né');
    // From the first byte of its first character to the last of its last one.
    expect(single[0]?.startMs).toBe(0);
    expect(single.at(-1)).toMatchObject({ text: 'né', endMs: bytes.length * 100 });
    const crossed = splitWords(pieces(bytes.slice(0, 4), bytes.slice(4, 11), bytes.slice(11)), 'ja');
    expect(textOf(crossed)).toBe('日本語 👍 né');
  });

  it('leave out bytes that are no character', () => {
    expect(textOf(splitWords(pieces(' good', [0xff], ' day', [0xe6, 0x97]), 'en'))).toBe('good day');
  });

  it('are found where no spaces stand, and punctuation stays at its word', () => {
    const words = splitWords(pieces('今日は', '天気が', 'いいですね', '。'), 'ja');
    expect(textOf(words)).toBe('今日は天気がいいですね。');
    expect(words.length).toBeGreaterThan(3);
    expect(words.at(-1)?.text).toMatch(/。$/);
    for (const [index, word] of words.entries())
      expect(word.startMs).toBeGreaterThanOrEqual(words[index - 1]?.endMs ?? 0);
  });

  it('have no marks of the model in them; spoken brackets stay', () => {
    const marked = pieces(
      '[_BEG_]',
      ' Hello',
      '<|0.00|>',
      ' [laughs]',
      ' <3',
      '[_TT_',
      '150]',
      '<|endoftext|>',
    );
    expect(textOf(splitWords(marked, 'en'))).toBe('Hello [laughs] <3');
  });

  it('of one piece share its time by length', () => {
    const words = splitWords(pieces('abc defghi'), 'en');
    expect(words.map(({ text }) => text)).toEqual(['abc', 'defghi']);
    expect(words[0]?.endMs).toBeCloseTo(100 / 3);
    expect(words[1]?.startMs).toBeCloseTo(100 / 3);
    expect(words[1]?.endMs).toBeCloseTo(100);
  });
});

describe('loops', () => {
  const text = (given: string) =>
    cutLoops(wordsOf(given))
      .words.map((word) => word.text)
      .join(' ');

  it('of sentences are said once, whatever their case and punctuation', () => {
    const sentence = 'We will see you at the next one then.';
    expect(text(`First. ${sentence} ${sentence.toUpperCase()} ${sentence} We will see`)).toBe(
      `First. ${sentence}`,
    );
  });

  it('of words are said twice', () => {
    expect(text('oh no no no no no no no no no no really')).toBe('oh no no really');
  });

  it('are not what people say', () => {
    const said = [
      'no no no no no that is not it',
      'very very very good',
      'we shall fight on the beaches we shall fight on the landing grounds we shall fight in the fields',
      'ha ha ha ha ha',
    ];
    for (const sentence of said) expect(text(sentence)).toBe(sentence);
  });

  it('are found in long texts in linear time', () => {
    const words = wordsOf(Array.from({ length: 20_000 }, (_, index) => `w${index % 977}`).join(' '));
    expect(cutLoops(words).removed).toBe(0);
  });
});

describe('evidence', () => {
  it('of silence is the model saying so and being unsure', () => {
    expect(isSilence({ noSpeechProbability: 0.9, confidence: 0.2 })).toBe(true);
    expect(isSilence({ noSpeechProbability: 0.9, confidence: 0.8 })).toBe(false);
    expect(isSilence({ noSpeechProbability: 0.1, confidence: 0.2 })).toBe(false);
    expect(isSilence({ noSpeechProbability: 0.1, confidence: 0.05 })).toBe(true);
    expect(isSilence({ noSpeechProbability: null, confidence: null })).toBe(false);
  });

  it('of made-up text is that nobody spoke there', () => {
    const segment = (startMs: number, endMs: number, confidence: number | null) => ({
      startMs,
      endMs,
      confidence,
    });
    const voice = [{ startMs: 0, endMs: 5000 }];
    const spoken = segment(1000, 4000, 0.3);
    const edge = segment(4900, 8000, 0.9);
    const madeUp = [segment(6000, 8000, 0.95), segment(4900, 8000, 0.4), segment(7000, 9000, null)];
    expect(dropUnvoiced([spoken, edge, ...madeUp], voice)).toEqual([spoken, edge]);
  });
});

describe('segments', () => {
  it('lie in the recording, in order, their words inside of them', () => {
    const segment = (startMs: number, endMs: number, ...parts: string[]) => ({
      startMs,
      endMs,
      noSpeechProbability: 0.01,
      pieces: pieces(...parts).map((piece) => ({
        ...piece,
        startMs: startMs - 300 + piece.startMs,
        endMs: startMs - 300 + piece.endMs * 40,
      })),
    });
    const heard = heardSegments(
      [segment(500, 30_000, ' One', ' two', ' three.'), segment(900, 30_000, ' Four', ' five.')],
      { startMs: 60_000, endMs: 64_000 },
      'en',
    );
    expect(heard.map(({ text }) => text)).toEqual(['One two three.', 'Four five.']);
    let previous = 60_000;
    for (const { startMs, endMs, words, confidence } of heard) {
      expect(startMs).toBeGreaterThanOrEqual(previous);
      for (const word of words) {
        expect(word.startMs).toBeGreaterThanOrEqual(previous);
        expect(word.endMs).toBeGreaterThanOrEqual(word.startMs);
        previous = word.endMs;
      }
      expect(endMs).toBeGreaterThanOrEqual(previous);
      expect(endMs).toBeLessThanOrEqual(64_000);
      expect(confidence).toBeGreaterThan(0.5);
      previous = endMs;
    }
  });

  it('that only repeat the ones before are gone, and one that ends in a loop ends with its last word', () => {
    const sentence = [' Thank', ' you', ' all', ' for', ' being', ' here', ' with', ' us.'];
    const one = (startMs: number) => ({
      startMs,
      endMs: startMs + 900,
      noSpeechProbability: null,
      pieces: pieces(...sentence).map((piece) => ({
        ...piece,
        startMs: startMs + piece.startMs,
        endMs: startMs + piece.endMs,
      })),
    });
    const heard = heardSegments([one(0), one(1000), one(2000)], { startMs: 0, endMs: 5000 }, 'en');
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ text: sentence.join('').trim(), endMs: 900 });
  });
});
