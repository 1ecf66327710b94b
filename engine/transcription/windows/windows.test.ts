import { describe, expect, it } from 'vitest';
import { findQuietPlaces } from './findQuietPlaces.ts';
import { joinWindows } from './joinWindows.ts';
import { packWindows, type VoiceStretch } from './packWindows.ts';

const stretch = (startMs: number, endMs: number): VoiceStretch => ({ startMs, endMs });

/** Speech of `speakMs` and pauses of `pauseMs`, by turns. */
function speech(count: number, speakMs: number, pauseMs: number): VoiceStretch[] {
  return Array.from({ length: count }, (_, index) => {
    const startMs = 1000 + index * (speakMs + pauseMs);
    return stretch(startMs, startMs + speakMs);
  });
}

describe('windows', () => {
  it('hold all speech, once, in order, and end in pauses', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    for (let round = 0; round < 50; round++) {
      const voice: VoiceStretch[] = [];
      let at = Math.round(random() * 3000);
      for (let index = 0; index < 60; index++) {
        const endMs = Math.round(at + 200 + random() * 9000);
        voice.push(stretch(at, endMs));
        at = Math.round(endMs + 120 + random() ** 3 * 12_000);
      }
      const windows = packWindows(voice, { recordingMs: at });
      for (const [index, { startMs, endMs }] of windows.entries()) {
        expect(endMs - startMs).toBeLessThanOrEqual(28_000);
        expect(startMs).toBeGreaterThanOrEqual(windows[index - 1]?.endMs ?? 0);
      }
      for (const { startMs, endMs } of voice)
        expect(windows.filter((window) => window.startMs <= startMs && window.endMs >= endMs)).toHaveLength(
          1,
        );
    }
  });

  it('are long where speech is: short utterances share one', () => {
    const windows = packWindows(speech(100, 1500, 500));
    // 200 s of recording: eight windows would be full ones.
    expect(windows.length).toBeLessThanOrEqual(10);
    expect(windows.slice(0, -1).every(({ startMs, endMs }) => endMs - startMs > 17_000)).toBe(true);
  });

  it('end in the longest pause of their last third', () => {
    const voice = [
      stretch(0, 9000),
      stretch(9300, 20_000),
      stretch(21_500, 24_000),
      stretch(24_200, 26_500),
      stretch(26_700, 40_000),
    ];
    expect(packWindows(voice).map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 20_200],
      [21_300, 40_200],
    ]);
  });

  it('do not hold long silence', () => {
    expect(packWindows([stretch(1000, 2000), stretch(9000, 10_000)])).toHaveLength(2);
  });

  it('overlap where speech has no pause, or touch at a quiet place', () => {
    const blind = packWindows([stretch(0, 70_000)], { recordingMs: 70_000 });
    expect(blind.length).toBe(3);
    for (const [index, { overlapsNextMs, endMs }] of blind.slice(0, -1).entries()) {
      expect(overlapsNextMs).toBe(2000);
      expect(blind[index + 1]?.startMs).toBe(endMs - 2000);
    }
    const quiet = packWindows([stretch(0, 70_000)], { recordingMs: 70_000, quietPlaces: [24_000, 47_000] });
    expect(quiet.map(({ startMs, endMs, overlapsNextMs }) => [startMs, endMs, overlapsNextMs])).toEqual([
      [0, 24_000, 0],
      [24_000, 47_000, 0],
      [47_000, 70_000, 0],
    ]);
  });

  it('of nothing are none', () => {
    expect(packWindows([])).toEqual([]);
  });
});

describe('quiet places', () => {
  it('are the quietest of long speech, found by reading little', async () => {
    let read = 0;
    const places = await findQuietPlaces([stretch(0, 5000), stretch(6000, 56_000)], {
      async read(start, end) {
        read += end - start;
        // Quiet for 150 ms once in ten seconds: at 0, 10, 20 … seconds of the recording.
        return Float32Array.from({ length: end - start }, (_, index) =>
          (start + index) % 160_000 < 2400 ? 0.001 : Math.sin(index / 3),
        );
      },
    });
    expect(places).toHaveLength(1);
    expect(Math.abs((places[0] ?? 0) - 30_075)).toBeLessThan(50);
    expect(read).toBeLessThan(20 * 16_000);
  });

  it('stop being looked for when asked', async () => {
    const signal = AbortSignal.abort();
    await expect(
      findQuietPlaces([stretch(0, 90_000)], { read: async () => new Float32Array(10), signal }),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('what two windows heard', () => {
  const segment = (startMs: number, text: string, glue = ' ') => {
    const words = text.split(' ').map((word, index) => ({
      text: word,
      startMs: startMs + index * 300,
      endMs: startMs + index * 300 + 250,
      confidence: 0.9,
    }));
    return {
      startMs,
      endMs: words.at(-1)?.endMs ?? startMs,
      text: words.map((word) => word.text).join(glue),
      words,
      confidence: 0.9,
      noSpeechProbability: 0,
    };
  };

  it('is joined at the words that both heard', () => {
    const previous = [segment(24_000, 'and then the whole committee agreed to pos')];
    const next = [segment(25_200, 'mittee agreed to postpone it until May.')];
    const joined = joinWindows(previous, next, { startMs: 25_000, endMs: 27_000 });
    expect(`${joined.previous[0]?.text} ${joined.next[0]?.text}`).toBe(
      'and then the whole committee agreed to postpone it until May.',
    );
    expect(joined.previous[0]?.endMs).toBeLessThanOrEqual(joined.next[0]?.startMs ?? 0);
  });

  it('is joined in the middle where they heard different words', () => {
    const joined = joinWindows([segment(25_000, 'a b c d e f')], [segment(25_000, 'u v w x y z')], {
      startMs: 25_000,
      endMs: 26_800,
    });
    expect([joined.previous[0]?.text, joined.next[0]?.text]).toEqual(['a b c', 'x y z']);
  });

  it('keeps its spaces', () => {
    const previous = [segment(20_000, '今日 は 天気 が いい です', '')];
    const joined = joinWindows(previous, [segment(21_300, 'that is all')], {
      startMs: 20_000,
      endMs: 22_000,
    });
    expect([joined.previous[0]?.text, joined.next[0]?.text]).toEqual(['今日は天気', 'that is all']);
  });

  it('stays whole where the other heard nothing', () => {
    const previous = [segment(20_000, 'and that was it')];
    expect(joinWindows(previous, [], { startMs: 20_500, endMs: 22_500 }).previous).toEqual(previous);
  });
});
