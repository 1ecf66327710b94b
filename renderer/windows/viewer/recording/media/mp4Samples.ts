import { type Box, findBox } from './boxes.ts';

/** Where the samples of a track lie, and when they are: one entry a sample, in the order of decoding. */
export interface SampleTable {
  count: number;
  offsets: Float64Array;
  sizes: Uint32Array;
  /** In the track's units. */
  decodeTimes: Float64Array;
  durations: Uint32Array;
  compositionOffsets: Int32Array;
  /** Null where every one can be begun with. */
  syncs: Uint32Array | null;
}

/** More than any recording has: a table that says so is hostile. */
const mostSamples = 20_000_000;

/** @param stbl the track's sample table (ISO 14496-12, 8.5 to 8.7). Null where it does not hold together */
export function readSamples(bytes: Uint8Array, stbl: Box): SampleTable | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = (type: string) => findBox(bytes, stbl, type);
  const sizes = readSizes(view, table('stsz'));
  const chunks = readChunks(view, table('stco'), table('co64'));
  const perChunk = readRuns(view, table('stsc'), 3);
  const times = readRuns(view, table('stts'), 2);
  if (!sizes || !chunks || !perChunk || !times || sizes.length > mostSamples) return null;
  const count = sizes.length;

  const offsets = new Float64Array(count);
  let sample = 0;
  let run = 0;
  for (let chunk = 0; chunk < chunks.length && sample < count; chunk += 1) {
    while (run + 1 < perChunk.length && (perChunk[run + 1]?.[0] ?? 0) <= chunk + 1) run += 1;
    let at = chunks[chunk] ?? 0;
    for (let left = perChunk[run]?.[1] ?? 0; left > 0 && sample < count; left -= 1) {
      offsets[sample] = at;
      at += sizes[sample] ?? 0;
      sample += 1;
    }
  }
  if (sample < count) return null;

  const decodeTimes = new Float64Array(count);
  const durations = new Uint32Array(count);
  let time = 0;
  spread(times, count, (index, duration) => {
    decodeTimes[index] = time;
    durations[index] = duration;
    time += duration;
  });
  const compositionOffsets = new Int32Array(count);
  spread(readRuns(view, table('ctts'), 2) ?? [], count, (index, offset) => {
    compositionOffsets[index] = offset | 0;
  });
  const syncs = readRuns(view, table('stss'), 1);
  return {
    ...{ count, offsets, sizes, decodeTimes, durations, compositionOffsets },
    syncs: syncs && Uint32Array.from(syncs, ([number = 1]) => number - 1),
  };
}

/** Run-length coded values, for as many samples as there are. */
function spread(runs: readonly number[][], count: number, set: (index: number, value: number) => void): void {
  let index = 0;
  for (const [length = 0, value = 0] of runs)
    for (let left = length; left > 0 && index < count; left -= 1) {
      set(index, value);
      index += 1;
    }
}

/** A table of so many 32-bit columns behind its count. */
function readRuns(view: DataView, box: Box | null, columns: number): number[][] | null {
  if (!box || box.content + 8 > box.end) return null;
  const count = view.getUint32(box.content + 4);
  if (box.content + 8 + count * columns * 4 > box.end) return null;
  return Array.from({ length: count }, (_, row) =>
    Array.from({ length: columns }, (_column, at) =>
      view.getUint32(box.content + 8 + (row * columns + at) * 4),
    ),
  );
}

function readSizes(view: DataView, box: Box | null): Uint32Array | null {
  if (!box || box.content + 12 > box.end) return null;
  const each = view.getUint32(box.content + 4);
  const count = view.getUint32(box.content + 8);
  if (count > mostSamples) return null;
  if (each > 0) return new Uint32Array(count).fill(each);
  if (box.content + 12 + count * 4 > box.end) return null;
  return Uint32Array.from({ length: count }, (_, at) => view.getUint32(box.content + 12 + at * 4));
}

function readChunks(view: DataView, short: Box | null, long: Box | null): Float64Array | null {
  const box = short ?? long;
  if (!box || box.content + 8 > box.end) return null;
  const width = short ? 4 : 8;
  const count = view.getUint32(box.content + 4);
  if (box.content + 8 + count * width > box.end) return null;
  return Float64Array.from({ length: count }, (_, row) => {
    const at = box.content + 8 + row * width;
    return short ? view.getUint32(at) : view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4);
  });
}
