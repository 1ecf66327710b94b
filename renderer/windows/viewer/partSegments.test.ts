import type { Part } from '@adiuva/contracts';
import { expect, it } from 'vitest';
import { partSegments } from './partSegments.ts';

const text = 'Title\n\nFirst paragraph.\n\nSecond one.';
const part: Part = {
  kind: 'text',
  text,
  locator: { kind: 'text', part: 0, start: 0, end: text.length, headingPath: [] },
  blocks: [
    { kind: 'heading', level: 1, start: 0, end: 5 },
    { kind: 'paragraph', start: 25, end: 36 },
  ],
};

it('shows blocks as what they are, and what stands between them too', () => {
  expect(partSegments(part, []).map(({ kind, text: shown }) => [kind, shown.trim()])).toEqual([
    ['heading', 'Title'],
    ['paragraph', 'First paragraph.'],
    ['paragraph', 'Second one.'],
  ]);
});

it('marks exactly what is cited, over the edges of blocks', () => {
  const range = { start: text.indexOf('paragraph.'), end: text.indexOf(' one.') };
  const marked = partSegments(part, [{ kind: 'cited', ...range }]).map(({ text: shown, marks }) =>
    marks.map(({ start, end }) => shown.slice(start, end).trim()),
  );
  expect(marked).toEqual([[], ['paragraph.'], ['Second']]);
});

it('survives blocks that overlap or reach beyond the text', () => {
  const broken = {
    ...part,
    blocks: [
      ...part.blocks,
      { kind: 'quote' as const, start: 30, end: 33 },
      { kind: 'list' as const, start: 36, end: 900 },
    ],
  };
  expect(
    partSegments(broken, [{ kind: 'cited', start: 0, end: 900 }])
      .map(({ text: shown }) => shown)
      .join(''),
  ).toBe(text);
});
