import { expect, it } from 'vitest';
import { matchSpeakers } from './matchSpeakers.ts';

type Was = readonly [
  startMs: number,
  endMs: number,
  speaker: number,
  heardSpeaker?: number,
  isAssigned?: boolean,
];
type Is = readonly [startMs: number, endMs: number, speaker: number | null];

function match(before: readonly Was[], after: readonly Is[], known: readonly number[] = []) {
  const speakers = [...new Set(after.flatMap(([, , speaker]) => speaker ?? []))];
  const { numberOf, claimants } = matchSpeakers({
    former: before.map(([startMs, endMs, speaker, heardSpeaker = speaker, isAssigned = false]) => ({
      ...{ startMs, endMs, speaker, heardSpeaker, isAssigned },
    })),
    next: after.map(([startMs, endMs, speaker]) => ({ startMs, endMs, speaker })),
    speakers,
    known: new Set(known),
  });
  return [Object.fromEntries(numberOf), [...claimants]];
}

it('leaves numbers as they are the first time', () => {
  expect(
    match(
      [],
      [
        [0, 10, 0],
        [10, 20, 1],
      ],
    ),
  ).toEqual([{ 0: 0, 1: 1 }, []]);
});

it('knows speakers again by when they speak, whatever they are numbered', () => {
  const before: Was[] = [
    [0, 10, 0],
    [10, 20, 1],
    [20, 30, 2],
  ];
  expect(
    match(before, [
      [0, 9, 2],
      [11, 19, 0],
      [21, 30, 1],
    ]),
  ).toEqual([{ 2: 0, 0: 1, 1: 2 }, []]);
});

it('pairs for the whole, not for the first that comes', () => {
  // 0 overlaps most with 0, but then 1 would have nobody.
  const before: Was[] = [
    [0, 60, 0],
    [60, 100, 1],
  ];
  expect(
    match(before, [
      [0, 30, 1],
      [30, 100, 0],
    ]),
  ).toEqual([{ 0: 1, 1: 0 }, []]);
});

it('makes one of two again that a person has merged', () => {
  const before: Was[] = [
    [0, 10, 0, 0],
    [10, 20, 0, 1],
    [20, 30, 2],
  ];
  expect(
    match(before, [
      [0, 10, 5],
      [10, 20, 6],
      [20, 30, 7],
    ]),
  ).toEqual([{ 5: 0, 6: 0, 7: 2 }, []]);
});

it('gives a voice that is heard apart now the speaker that a person had split off', () => {
  const before: Was[] = [
    [0, 10, 0, 0],
    [10, 20, 3, 0, true],
    [20, 40, 0, 0],
  ];
  expect(
    match(before, [
      [0, 10, 0],
      [10, 20, 1],
      [20, 40, 0],
    ]),
  ).toEqual([{ 0: 0, 1: 3 }, []]);
});

it('lets a speaker that was named and is not heard apart any more keep what they said', () => {
  const before: Was[] = [
    [0, 100, 0],
    [100, 110, 1],
  ];
  expect(match(before, [[0, 110, 0]], [1])).toEqual([{ 0: 0 }, [1]]);
  expect(match(before, [[0, 110, 0]], [])).toEqual([{ 0: 0 }, []]);
  expect(match(before, [[0, 110, null]], [0, 1])).toEqual([{}, [0, 1]]);
});

it('gives no name to a noise that overlaps by chance', () => {
  const before: Was[] = [
    [0, 100, 0],
    [100, 110, 1],
  ];
  expect(
    match(
      before,
      [
        [0, 109.5, 0],
        [109.5, 115, 1],
      ],
      [1],
    ),
  ).toEqual([{ 0: 0, 1: 2 }, [1]]);
});

it('numbers new voices past all that were there', () => {
  const before: Was[] = [
    [0, 10, 0],
    [10, 20, 1],
  ];
  expect(
    match(before, [
      [0, 10, 0],
      [10, 20, 1],
      [30, 40, 2],
    ]),
  ).toEqual([{ 0: 0, 1: 1, 2: 2 }, []]);
  expect(match(before, [[30, 40, 0]])).toEqual([{ 0: 2 }, []]);
});
