import { box, fullBox, uint32, uint64 } from './boxes.ts';

/** Samples of one track in a fragment; times in the track's own units. */
export interface TrackRun {
  trackId: number;
  /** When the first is decoded. */
  decodeTime: number;
  samples: readonly { size: number; duration: number; compositionOffset: number; isSync: boolean }[];
}

const dataOffset = 0x000001;
const durations = 0x000100;
const sizes = 0x000200;
const flags = 0x000400;
const compositionOffsets = 0x000800;
const defaultBaseIsMoof = 0x020000;
/** Does not depend on others; depends on others and is no place to begin (ISO 14496-12, 8.8.3.1). */
const syncFlags = 0x02000000;
const otherFlags = 0x01010000;

/** A movie fragment (ISO 14496-12, 8.8.4): the head of an `mdat` that holds the runs one after the other. */
export function fragmentHead(sequence: number, runs: readonly TrackRun[]): Uint8Array<ArrayBuffer> {
  const of = (run: TrackRun, offset: number) =>
    box(
      'traf',
      fullBox('tfhd', 0, defaultBaseIsMoof, uint32(run.trackId)),
      fullBox('tfdt', 1, 0, uint64(run.decodeTime)),
      fullBox(
        'trun',
        1,
        dataOffset | durations | sizes | flags | compositionOffsets,
        uint32(run.samples.length, offset),
        uint32(
          ...run.samples.flatMap(({ duration, size, isSync, compositionOffset }) => [
            duration,
            size,
            isSync ? syncFlags : otherFlags,
            compositionOffset,
          ]),
        ),
      ),
    );
  const whole = (offsets: readonly number[]) =>
    box('moof', fullBox('mfhd', 0, 0, uint32(sequence)), ...runs.map((run, at) => of(run, offsets[at] ?? 0)));
  const length = whole(runs.map(() => 0)).length;
  let data = length + 8;
  const offsets = runs.map((run) => {
    const own = data;
    data += run.samples.reduce((sum, { size }) => sum + size, 0);
    return own;
  });
  return whole(offsets);
}

/** Adds `mvex` to a movie: what follows comes in fragments. */
export function fragmented(trackIds: readonly number[]): Uint8Array<ArrayBuffer> {
  return box('mvex', ...trackIds.map((id) => fullBox('trex', 0, 0, uint32(id, 1, 0, 0, 0))));
}
