import type { Block, Locator, Part, TimeMark } from '@adiuva/contracts';
import { expect, it } from 'vitest';
import { locateStretch } from './locateStretch.ts';

const lines = ['| Name | Born |', '| --- | --- |', '| Ada | 1815 |', '| Grace | 1906 |', '| Edsger | 1930 |'];
const table = lines.join('\n');

function offsetOf(text: string, line: string): number {
  return text.indexOf(line);
}

/** A table whose third row is empty: it has no text. */
function tableBlock(text: string, firstRow: number, firstColumn: number): Block {
  const start = offsetOf(text, '| Name');
  const rows = ['| Name', '| Ada', '| Grace', '| Grace', '| Edsger'].map((line) => offsetOf(text, line));
  return {
    kind: 'table',
    start,
    end: start + table.length,
    grid: { firstRow, firstColumn, columns: 2, rows },
  };
}

function sheetPart(text: string, blocks: Block[]): Part {
  const locator: Locator = {
    kind: 'cells',
    part: 0,
    start: 0,
    end: text.length,
    sheet: 'People',
    cells: 'B1:C9',
  };
  return { kind: 'sheet', text, locator, blocks };
}

function located(part: Part, from: string, to: string): Locator {
  const start = offsetOf(part.text, from);
  return locateStretch(part, 3, start, offsetOf(part.text, to) + to.length);
}

it('names the cells of the rows that a chunk of a sheet covers', () => {
  const text = `Title\n\n${table}`;
  const title: Block = {
    kind: 'heading',
    level: 2,
    start: 0,
    end: 5,
    grid: { firstRow: 2, firstColumn: 2, columns: 1, rows: [0] },
  };
  const part = sheetPart(text, [title, tableBlock(text, 5, 2)]);
  expect(located(part, 'Title', 'Title')).toMatchObject({
    cells: 'B2',
    sheet: 'People',
    part: 3,
    start: 0,
    end: 5,
  });
  expect(located(part, '| Name', '| --- | --- |')).toMatchObject({ cells: 'B5:C5' });
  expect(located(part, '| Ada', '1815 |')).toMatchObject({ cells: 'B6:C6' });
  expect(located(part, '1815', '| Grace')).toMatchObject({ cells: 'B6:C8' });
  expect(located(part, '| Edsger', '1930 |')).toMatchObject({ cells: 'B9:C9' });
  expect(located(part, 'Title', '1930 |')).toMatchObject({ cells: 'B2:C9' });
});

it('keeps the cells of the part where a chunk covers none of its rows', () => {
  const text = `| Name | Born |\n| --- | --- |\n| Ada | 1815 |`;
  const block: Block = {
    kind: 'table',
    start: 0,
    end: text.length,
    grid: { firstRow: 700, firstColumn: 1, columns: 2, rows: [text.indexOf('| Ada')], headerRows: 0 },
  };
  const part = sheetPart(text, [block]);
  expect(located(part, '| Name', '| --- | --- |')).toMatchObject({ cells: 'B1:C9' });
  expect(located(part, '| Name', '1815 |')).toMatchObject({ cells: 'A700:B700' });
});

it('names the cells of the one table that a chunk of a page or a text covers, and of no more', () => {
  const text = `Before\n\n${table}\n\nAfter\n\n| x | y |`;
  const last: Block = {
    kind: 'table',
    start: text.indexOf('| x'),
    end: text.length,
    grid: { firstRow: 1, firstColumn: 1, columns: 2, rows: [text.indexOf('| x')] },
  };
  const blocks = [tableBlock(text, 1, 1), last];
  const flow: Part = {
    kind: 'text',
    text,
    locator: { kind: 'text', part: 0, start: 0, end: text.length, headingPath: [] },
    blocks,
  };
  const page: Part = {
    kind: 'page',
    text,
    locator: { kind: 'page', part: 0, start: 0, end: text.length, page: 4, boxes: [] },
    blocks,
  };
  for (const part of [flow, page]) {
    expect(located(part, '| Ada', '1906 |')).toMatchObject({ cells: 'A2:B4' });
    expect(located(part, 'Before', '1930 |')).toMatchObject({ cells: 'A1:B5' });
    expect(located(part, 'Before', 'Before')).not.toHaveProperty('cells');
    expect(located(part, '| Ada', '| x | y |')).not.toHaveProperty('cells');
  }
});

/** A word a second, 0.8 s long. */
function spokenPart(turns: readonly (readonly [speaker: string | null, words: string])[]): Part {
  let text = '';
  let second = 10;
  const blocks: Block[] = [];
  const times: TimeMark[] = [];
  for (const [speaker, words] of turns) {
    if (text !== '') text += '\n\n';
    const start = text.length;
    if (speaker !== null) text += `${speaker}: `;
    for (const word of words.split(' ')) {
      const startMs = second++ * 1000;
      times.push({ start: text.length, end: text.length + word.length, startMs, endMs: startMs + 800 });
      text += `${word} `;
    }
    text = text.trimEnd();
    const name = speaker === null ? {} : { speaker, nameLength: speaker.length + 1 };
    blocks.push({ kind: 'turn', start, end: text.length, ...name });
  }
  const locator: Locator = {
    kind: 'time',
    part: 0,
    start: 0,
    end: text.length,
    startMs: 10_000,
    endMs: 99_000,
  };
  return { kind: 'recording', text, blocks, times, locator };
}

it('tells the seconds of the first and last word of a stretch, and who speaks where one does', () => {
  const part = spokenPart([
    ['Ada', 'We begin now'],
    ['Bob', 'So we do'],
  ]);
  expect(located(part, 'begin', 'now')).toMatchObject({ startMs: 11_000, endMs: 12_800, speaker: 'Ada' });
  expect(located(part, 'So', 'So')).toMatchObject({
    part: 3,
    startMs: 13_000,
    endMs: 13_800,
    speaker: 'Bob',
  });
  const both = located(part, 'now', 'we do');
  expect(both).toMatchObject({ startMs: 12_000, endMs: 15_800 });
  expect(both).not.toHaveProperty('speaker');
  // A word that is cut is heard as a whole; a name alone is where its turn begins; beyond the last word it is over.
  expect(located(part, 'egi', 'egi')).toMatchObject({ startMs: 11_000, endMs: 11_800 });
  expect(located(part, 'Bob', 'Bob:')).toMatchObject({ startMs: 13_000, endMs: 13_000, speaker: 'Bob' });
  const end = part.text.length;
  expect(locateStretch(part, 0, end, end)).toMatchObject({ startMs: 15_800, endMs: 15_800 });
});

it('tells no speaker where nobody is told apart, and keeps the times of what has none by the word', () => {
  const part = spokenPart([[null, 'It is late']]);
  expect(located(part, 'is', 'is')).toEqual({
    ...{ kind: 'time', part: 3, start: 3, end: 5 },
    ...{ startMs: 11_000, endMs: 11_800 },
  });
  const { times: _none, ...cue } = part;
  expect(located(cue, 'is', 'is')).toMatchObject({ startMs: 10_000, endMs: 99_000 });
});

it('spans the words of two who speak at once', () => {
  const part = spokenPart([
    ['Ada', 'one two'],
    ['Bob', 'three'],
  ]);
  const [, two, three] = part.times ?? [];
  if (two && three) Object.assign(two, { endMs: three.endMs + 5_000 });
  expect(located(part, 'two', 'three')).toMatchObject({ startMs: 11_000, endMs: 17_800 });
});
