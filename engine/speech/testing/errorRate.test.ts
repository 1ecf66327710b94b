import { describe, expect, it } from 'vitest';
import { diarizationErrors } from './errorRate.ts';
import { parseRttm } from './rttm.ts';

const turn = (speaker: number, startMs: number, endMs: number) => ({ speaker, startMs, endMs });
const reference = [turn(0, 0, 4000), turn(1, 4000, 8000), turn(0, 8000, 10_000)];

describe('the error rate of a diarization', () => {
  it('is 0 for the same turns under other numbers', () => {
    const found = reference.map((one) => ({ ...one, speaker: 5 - one.speaker }));
    expect(diarizationErrors(reference, found)).toMatchObject({ speechMs: 10_000, rate: 0 });
  });

  it('counts what is missed, made up and confused', () => {
    const found = [turn(0, 500, 4500), turn(1, 4500, 8000), turn(0, 8000, 11_000)];
    expect(diarizationErrors(reference, found)).toEqual({
      speechMs: 10_000,
      missedMs: 500,
      falseAlarmMs: 1000,
      confusionMs: 500,
      rate: 0.2,
    });
  });

  it('leaves out what is near a boundary', () => {
    const found = [turn(0, 200, 4200), turn(1, 4200, 8100), turn(0, 8100, 10_200)];
    expect(diarizationErrors(reference, found, 250)).toMatchObject({ speechMs: 8500, rate: 0 });
  });

  it('counts two at once twice, in the reference and in what was found', () => {
    const both = [turn(0, 0, 2000), turn(1, 1000, 3000)];
    expect(diarizationErrors(both, [turn(0, 0, 3000)])).toMatchObject({
      speechMs: 4000,
      missedMs: 1000,
      confusionMs: 1000,
    });
    expect(diarizationErrors(both, both)).toMatchObject({ speechMs: 4000, rate: 0 });
    expect(diarizationErrors([turn(0, 0, 1000)], [turn(0, 0, 1000), turn(1, 0, 1000)]).falseAlarmMs).toBe(
      1000,
    );
  });

  it('gives one speaker for two half of it wrong', () => {
    expect(diarizationErrors(reference, [turn(0, 0, 10_000)]).confusionMs).toBe(4000);
    expect(diarizationErrors([], []).rate).toBe(0);
  });
});

it('reads RTTM', () => {
  const text =
    'SPEAKER call 1 1.500 2.250 <NA> <NA> ann <NA> <NA>\n;; note\nSPEAKER call 1 0.1 0.2 <NA> <NA> bob <NA> <NA>\n';
  expect(parseRttm(text)).toEqual([turn(1, 100, 300), turn(0, 1500, 3750)]);
});
