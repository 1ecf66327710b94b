import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writePcm } from '../testing/writePcm.ts';
import { assignSpeakers } from './assignSpeakers.ts';
import { laneLevels, levelStepMs } from './laneLevels.ts';
import type { TimedSegment } from './timedText.ts';
import { turnsOfLanes } from './turnsOfLanes.ts';

/** Words of 300 ms every 400 ms. */
function segment(startMs: number, text: string): TimedSegment {
  const words = text.split(' ').map((word, index) => ({
    text: word,
    startMs: startMs + index * 400,
    endMs: startMs + index * 400 + 300,
  }));
  return { startMs, endMs: words.at(-1)?.endMs ?? startMs, text, words };
}

const turn = (speaker: number, startMs: number, endMs: number) => ({ speaker, startMs, endMs });
const said = (pieces: readonly (TimedSegment & { speaker: number | null })[]) =>
  pieces.map(({ speaker, text }) => `${speaker}: ${text}`);

describe('a transcript by speakers', () => {
  it('is cut where the speaker changes, and keeps its writing', () => {
    const whole = segment(0, 'Are you there? "Yes, of course." Good.');
    const pieces = assignSpeakers([whole], [turn(0, 0, 1150), turn(1, 1150, 2350), turn(0, 2350, 3000)]);
    expect(said(pieces)).toEqual(['0: Are you there?', '1: "Yes, of course."', '0: Good.']);
    expect(pieces.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 1100],
      [1200, 2300],
      [2400, 2700],
    ]);
    expect(pieces.flatMap(({ words }) => words)).toEqual(whole.words);
  });

  it('is written without spaces where the words are', () => {
    const words = ['今日', 'は', 'はい'].map((text, index) => ({
      text,
      startMs: index * 1000,
      endMs: index * 1000 + 900,
    }));
    const whole = { startMs: 0, endMs: 3000, text: '今日は。はい', words };
    expect(said(assignSpeakers([whole], [turn(0, 0, 1950), turn(1, 1950, 3000)]))).toEqual([
      '0: 今日は。',
      '1: はい',
    ]);
  });

  it('gives a word to whoever has more of it, and of equals to whoever spoke before', () => {
    const whole = segment(0, 'one two three');
    expect(said(assignSpeakers([whole], [turn(0, 0, 500), turn(1, 450, 1500)]))).toEqual([
      '0: one',
      '1: two three',
    ]);
    expect(said(assignSpeakers([whole], [turn(1, 0, 2000), turn(0, 0, 2000)]))).toEqual(['1: one two three']);
  });

  it('leaves no island of a word that is said in one breath, and keeps an answer', () => {
    const turns = [turn(0, 0, 850), turn(1, 850, 1050), turn(0, 1050, 3000)];
    expect(said(assignSpeakers([segment(0, 'we all know that this')], turns))).toEqual([
      '0: we all know that this',
    ]);
    const answer = {
      ...segment(0, 'shall we yes then go'),
      words: [
        { text: 'shall', startMs: 0, endMs: 300 },
        { text: 'we', startMs: 350, endMs: 500 },
        { text: 'yes', startMs: 900, endMs: 1200 },
        { text: 'then', startMs: 1600, endMs: 1800 },
        { text: 'go', startMs: 1850, endMs: 2000 },
      ],
    };
    expect(
      said(assignSpeakers([answer], [turn(0, 0, 600), turn(1, 850, 1250), turn(0, 1500, 2100)])),
    ).toEqual(['0: shall we', '1: yes', '0: then go']);
  });

  it('takes words outside of all turns to their neighbours, or to nobody', () => {
    const turns = [turn(0, 0, 700), turn(1, 9000, 9700)];
    const pieces = assignSpeakers([segment(0, 'a b c d e f g h'), segment(8700, 'i j k')], turns);
    expect(said(pieces)).toEqual(['0: a b c d e f g h', '1: i j k']);
    expect(said(assignSpeakers([segment(0, 'hello')], []))).toEqual(['null: hello']);
    const plain = { startMs: 9100, endMs: 9500, text: 'no words', words: [] };
    expect(said(assignSpeakers([plain], turns))).toEqual(['1: no words']);
  });
});

describe('a call by channels', () => {
  const loudness = (totalMs: number, loud: readonly [from: number, to: number, level: number][]) =>
    Float32Array.from({ length: totalMs / levelStepMs }, (_, step) => {
      const here = loud.find(([from, to]) => step * levelStepMs >= from && step * levelStepMs < to);
      return here ? here[2] : -70;
    });

  it('drops what leaks from one into the other and keeps what both say', () => {
    const left = segment(0, 'Good morning to you');
    const right = segment(2000, 'Good morning');
    const lanes = [
      {
        segments: [left, segment(2050, 'good mourning')],
        levels: loudness(4000, [
          [0, 1600, -20],
          [2000, 3000, -45],
        ]),
      },
      {
        segments: [segment(60, 'good moning to'), right],
        levels: loudness(4000, [
          [0, 1600, -42],
          [2000, 3000, -22],
        ]),
      },
    ];
    const { segments, turns, droppedWords } = turnsOfLanes(lanes);
    expect(said(segments)).toEqual(['0: Good morning to you', '1: Good morning']);
    expect(turns).toEqual([turn(0, 0, 1500), turn(1, 2000, 2700)]);
    expect(droppedWords).toBe(5);
  });

  it('keeps both who say the same at once as loud', () => {
    const both = [0, 1].map(() => ({
      segments: [segment(0, 'hello there')],
      levels: loudness(1000, [[0, 1000, -25]]),
    }));
    expect(said(turnsOfLanes(both).segments)).toEqual(['0: hello there', '1: hello there']);
  });

  it('keeps other words while the other speaks, unless they drown', () => {
    const lanes = (level: number) => [
      { segments: [segment(0, 'as I was saying before')], levels: loudness(3000, [[0, 3000, -20]]) },
      { segments: [segment(400, 'mhm sure')], levels: loudness(3000, [[400, 1200, level]]) },
    ];
    expect(turnsOfLanes(lanes(-28)).droppedWords).toBe(0);
    expect(turnsOfLanes(lanes(-40)).droppedWords).toBe(2);
  });

  it('measures how loud a lane is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'adiuva-lanes-'));
    const samples = new Float32Array(16_000).fill(0, 0, 8000);
    for (let index = 8000; index < 16_000; index++) samples[index] = 0.1 * Math.sin(index / 3);
    const levels = await laneLevels(await writePcm(join(folder, 'lane.pcm'), samples));
    expect(levels).toHaveLength(20);
    expect(levels[3]).toBe(-100);
    expect(levels[15]).toBeCloseTo(-23, 0);
    await rm(folder, { recursive: true });
  });
});
