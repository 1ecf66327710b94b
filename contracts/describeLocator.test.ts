import { expect, it } from 'vitest';
import { describeLocator } from './describeLocator.ts';

const range = { part: 0, start: 0, end: 10 };

it('tells a time as a clock shows it, hours only where there are some, and who speaks', () => {
  const at = (startMs: number, speaker?: string) =>
    describeLocator({ kind: 'time', ...range, startMs, endMs: startMs + 1000, ...(speaker && { speaker }) });
  expect([at(0), at(65_900), at(3_599_999), at(3_600_000), at(36_723_000)]).toEqual([
    '00:00',
    '01:05',
    '59:59',
    '1:00:00',
    '10:12:03',
  ]);
  expect(at(65_000, 'Ada')).toBe('01:05 › Ada');
});

it('leads through what a recording is in', () => {
  const within = [{ kind: 'attachment' as const, name: 'voice.ogg' }];
  expect(describeLocator({ kind: 'time', ...range, within, startMs: 1000, endMs: 2000 })).toBe(
    'voice.ogg › 00:01',
  );
});
