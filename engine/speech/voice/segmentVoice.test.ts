import { describe, expect, it } from 'vitest';
import { segmentVoice } from './segmentVoice.ts';

/** A step is 10 ms; `.` silence, `-` between the thresholds, `#` voice. */
function probabilities(text: string): Float32Array {
  return Float32Array.from(text, (sign) => (sign === '#' ? 0.9 : sign === '-' ? 0.4 : 0.05));
}

const plain = { minSpeechMs: 30, minSilenceMs: 40, padMs: 0 };
const find = (text: string, options = {}) =>
  segmentVoice(probabilities(text), 10, text.length * 10, { ...plain, ...options }).map(
    ({ startMs, endMs }) => `${startMs}-${endMs}`,
  );

describe('stretches of voice', () => {
  it('begin above one threshold and end below the other', () => {
    expect(find('..####--##......')).toEqual(['20-100']);
    expect(find('..----..........')).toEqual([]);
    expect(find('..####--##......', { endThreshold: 0.5 })).toEqual(['20-100']);
    expect(find('..####-----##....', { endThreshold: 0.5 })).toEqual(['20-60']);
  });

  it('last over short pauses and end at long ones', () => {
    expect(find('.####...####....####.')).toEqual(['10-120', '160-200']);
    expect(find('###')).toEqual(['0-30']);
  });

  it('are long enough', () => {
    expect(find('.##.......###....', {})).toEqual(['100-130']);
  });

  it('get a margin that never overlaps a neighbour or leaves the recording', () => {
    expect(find('.####......####.', { padMs: 30 })).toEqual(['0-80', '80-160']);
    expect(find('..####..........####....', { padMs: 30 })).toEqual(['0-90', '130-230']);
  });

  it('are cut where voice is least likely when they are too long', () => {
    const text = `${'#'.repeat(80)}-----${'#'.repeat(60)}`;
    expect(find(text, { maxSegmentMs: 1000 })).toEqual(['0-820', '820-1450']);
    const even = find('#'.repeat(350), { maxSegmentMs: 1000 });
    expect(even).toEqual(['0-1000', '1000-2000', '2000-3000', '3000-3500']);
  });

  it('are none of nothing', () => {
    expect(segmentVoice(new Float32Array(), 32, 0)).toEqual([]);
  });
});
