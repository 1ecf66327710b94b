import { expect, it } from 'vitest';
import { createPcmFramer } from './pcmFramer.ts';

function open(sources: number, chunkFrames: number, levelFrames = 1_000_000) {
  const chunks: number[][] = [];
  const levels: number[][] = [];
  const framer = createPcmFramer({
    sources,
    chunkFrames,
    levelFrames,
    onChunk: (chunk) => {
      const view = new DataView(chunk);
      chunks.push(Array.from({ length: chunk.byteLength / 2 }, (_, at) => view.getInt16(at * 2, true)));
    },
    onLevels: (peaks) => levels.push(peaks.map((peak) => Math.round(peak * 100) / 100)),
  });
  return { framer, chunks, levels };
}
const block = (...samples: number[]) => Float32Array.from(samples);

it('writes whole chunks of interleaved little-endian samples and keeps the rest for the next', () => {
  const { framer, chunks } = open(2, 2);
  framer.push([[block(0, 0.5, -1)], [block(1, -0.5, 0)]], 3);
  expect(chunks).toEqual([[0, 32_767, 16_384, -16_384]]);
  framer.push([[block(0.25)], [block(0)]], 1);
  expect(chunks[1]).toEqual([-32_768, 0, 8192, 0]);
  framer.flush();
  expect(chunks).toHaveLength(2);
});

it('mixes the channels of a source, takes what is not connected for silence, and never wraps around', () => {
  const { framer, chunks } = open(2, 4);
  framer.push([[block(1, 1, 1.7, -3), block(0, 1, 1.9, -3)], []], 4);
  expect(chunks).toEqual([[16_384, 0, 32_767, 0, 32_767, 0, -32_768, 0]]);
});

it('gives out the end of what was heard', () => {
  const { framer, chunks } = open(1, 100);
  framer.push([[block(0, 1)]], 2);
  framer.flush();
  framer.flush();
  expect(chunks).toEqual([[0, 32_767]]);
});

it('keeps nothing while it is paused, but tells how loud it is', () => {
  const { framer, chunks, levels } = open(1, 2, 2);
  framer.setPaused(true);
  framer.push([[block(0.1, -0.6)]], 2);
  framer.setPaused(false);
  framer.push([[block(0.2, 0.2)]], 2);
  expect(levels).toEqual([[0.6], [0.2]]);
  expect(chunks).toEqual([[6553, 6553]]);
});

it('loses no sample, however long it goes on', () => {
  const { framer, chunks } = open(1, 12_000);
  for (let count = 0; count < 3750; count += 1) framer.push([[new Float32Array(128).fill(0.5)]], 128);
  framer.flush();
  expect(chunks.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(480_000);
});
