import type { Part } from '@adiuva/contracts';
import { expect, it } from 'vitest';
import { locateStretch } from '#base';
import { type SegmentToRead, transcriptParts } from './transcriptParts.ts';

/** Words of 400 ms, the first at `startMs`. */
function said(speakerName: string | null, startMs: number, text: string, lane = 0): SegmentToRead {
  const words = text.split(' ').map((word, index) => {
    const at = startMs + index * 500;
    return { text: word, startMs: at, endMs: at + 400 };
  });
  return { startMs, endMs: words.at(-1)?.endMs ?? startMs, lane, text, words, speakerName };
}

function read(segments: SegmentToRead[], chapters: { startMs: number; title: string }[] = []): Part[] {
  return transcriptParts({ segments, chapters });
}

/** Every mark shows the word that it is of. */
function marked({ text, times = [] }: Part): [string, number, number][] {
  return times.map(({ start, end, startMs, endMs }) => [text.slice(start, end), startMs, endMs]);
}

it('writes turns under the names of who speaks, with the time of every word', () => {
  const [part, ...others] = read([
    said('Ada', 0, 'Shall we begin?'),
    said('Ada', 1_600, 'It is late.'),
    said('Bob', 4_000, 'Yes.'),
  ]);
  expect(others).toEqual([]);
  expect(part?.text).toBe('Ada: Shall we begin? It is late.\n\nBob: Yes.');
  expect(part?.blocks).toEqual([
    { kind: 'turn', start: 0, end: 32, speaker: 'Ada', nameLength: 4 },
    { kind: 'turn', start: 34, end: 43, speaker: 'Bob', nameLength: 4 },
  ]);
  expect(part && marked(part)).toEqual([
    ['Shall', 0, 400],
    ['we', 500, 900],
    ['begin?', 1000, 1400],
    ['It', 1600, 2000],
    ['is', 2100, 2500],
    ['late.', 2600, 3000],
    ['Yes.', 4000, 4400],
  ]);
  expect(part?.locator).toEqual({ kind: 'time', part: 0, start: 0, end: 43, startMs: 0, endMs: 4400 });
  const at = part?.text.indexOf('late') ?? 0;
  expect(part && locateStretch(part, 0, at, at + 4)).toMatchObject({ startMs: 2600, speaker: 'Ada' });
});

it('begins a turn after a pause, and a paragraph where nobody is told apart', () => {
  const paragraphs = (speaker: string | null) =>
    read([said(speaker, 0, 'One two.'), said(speaker, 1_000, 'Three.'), said(speaker, 5_000, 'Four.')])[0];
  expect(paragraphs('Ada')?.text).toBe('Ada: One two. Three.\n\nAda: Four.');
  expect(paragraphs('Ada')?.locator).toMatchObject({ speaker: 'Ada' });
  const unnamed = paragraphs(null);
  expect(unnamed?.text).toBe('One two. Three.\n\nFour.');
  expect(unnamed?.blocks).toEqual([
    { kind: 'turn', start: 0, end: 15 },
    { kind: 'turn', start: 17, end: 22 },
  ]);
});

it('keeps what two say at once in the order in which they begin', () => {
  const [part] = read([
    said('Bob', 500, 'Wait', 1),
    said('Ada', 0, 'I think that we go.'),
    said('Ada', 2600, 'Now.'),
  ]);
  expect(part?.text).toBe('Ada: I think that we go.\n\nBob: Wait\n\nAda: Now.');
});

it('heads chapters, and says in the next part which one is open', () => {
  const long = Array.from({ length: 30 }, (_, index) =>
    said('Ada', 10_000 + index * 300_000, 'word '.repeat(200).trim()),
  );
  const parts = read(
    [said('Ada', 0, 'Welcome.'), ...long],
    [
      { startMs: 0, title: 'Start' },
      { startMs: 9_000, title: 'The\ntalk' },
    ],
  );
  expect(parts.length).toBeGreaterThan(1);
  expect(parts[0]?.text).toMatch(/^Start\n\nAda: Welcome\.\n\nThe talk\n\nAda: word/);
  expect(parts[0]?.blocks.filter(({ kind }) => kind === 'heading')).toMatchObject([
    { level: 1 },
    { level: 1 },
  ]);
  expect(parts[0]).not.toHaveProperty('headingPath');
  expect(parts[1]).toMatchObject({ headingPath: ['The talk'], locator: { part: 1, speaker: 'Ada' } });
  for (const { text } of parts) {
    expect(text.length).toBeLessThan(25_000);
    expect(text).toMatch(/^(?:Start|Ada: word)/);
  }
  expect(parts.flatMap(marked)).toHaveLength(6001);
});

it('cuts a speech without pauses into turns, so that its parts are bounded', () => {
  const speech = Array.from({ length: 2_000 }, (_, index) => said('Ada', index * 2_000, 'And so on and on.'));
  const parts = read(speech);
  expect(parts.length).toBeGreaterThan(1);
  for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(20_000);
  for (const { start, end } of parts.flatMap(({ blocks }) => blocks)) expect(end - start).toBeLessThan(5_000);
});

it('spreads the time of what has no words of its own, and passes over words that are not in the text', () => {
  const bare = { ...said(null, 1_000, 'twelve chars'), endMs: 2_200, words: [] };
  expect(read([bare]).flatMap(marked)).toEqual([
    ['twelve', 1000, 1600],
    ['chars', 1700, 2200],
  ]);
  const edited = said(null, 0, 'The budget of March');
  edited.words = [
    ...edited.words.slice(0, 2),
    { text: 'off', startMs: 900, endMs: 1000 },
    ...edited.words.slice(2),
  ];
  expect(
    read([edited])
      .flatMap(marked)
      .map(([word]) => word),
  ).toEqual(['The', 'budget', 'of', 'March']);
});

it('puts no space into scripts that have none, and no line into a turn', () => {
  expect(read([said(null, 0, '我们明天再见。'), said(null, 900, '合同已经签署了。')])[0]?.text).toBe(
    '我们明天再见。合同已经签署了。',
  );
  const [part] = read([said('Ada\nLovelace ', 0, 'a\nb\u0000c\u2028d \ud800e')]);
  expect(part?.text).toBe('Ada Lovelace: a b c d \ufffde');
});

it('makes no part of nothing', () => {
  expect(read([])).toEqual([]);
  expect(read([said('Ada', 0, '')], [{ startMs: 0, title: 'A' }])).toEqual([]);
});
