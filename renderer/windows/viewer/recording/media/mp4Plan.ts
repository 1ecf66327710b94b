import { type Box, box, childBoxes, findBox, fullBox, join, readBox, uint32 } from './boxes.ts';
import { fragmented, fragmentHead, type TrackRun } from './fragment.ts';
import type { MediaFile, MediaPlan } from './mediaPlan.ts';
import { codecOf } from './mp4Codec.ts';
import { readSamples, type SampleTable } from './mp4Samples.ts';

interface Track {
  id: number;
  isVideo: boolean;
  codec: string;
  /** Units a second. */
  timescale: number;
  /** In its units: so much is taken from every time, as its edit list says. */
  shift: number;
  samples: SampleTable;
  trak: Box;
}

const mostHeader = 96 * 1_048_576;
const pieceMs = 4000;
/** Nearer to each other than this, two stretches of the file are read as one. */
const gapBytes = 65_536;

/**
 * An MP4 whose samples lie in one movie: cut into fragments when they are asked for. Null for one that is fragmented
 * already, and for what is not understood.
 */
export async function mp4Plan(file: MediaFile, signal: AbortSignal): Promise<MediaPlan | null> {
  const moov = await readMovie(file, signal);
  if (!moov) return null;
  const all = childBoxes(moov, 8, moov.length).filter(({ type }) => type === 'trak');
  const known = all.map((trak) => readTrack(moov, trak)).filter((track) => track !== null);
  const video = known.find(({ isVideo }) => isVideo);
  const audio = known.find(({ isVideo }) => !isVideo);
  // A picture that is not understood is not left out in silence.
  const hasPicture = all.some((trak) => handlerOf(moov, trak) === 'vide');
  if (!audio || (hasPicture && !video)) return null;
  const tracks = video ? [video, audio] : [audio];
  const lead = video ?? audio;
  const endMs = Math.max(...tracks.map(endOf));
  return {
    type: `${video ? 'video' : 'audio'}/mp4; codecs="${tracks.map(({ codec }) => codec).join(', ')}"`,
    durationMs: file.durationMs,
    init: initSegment(moov, tracks),
    async pieceAt(ms, within) {
      const span = spanAt(lead, ms, endMs);
      if (!span) return null;
      const runs = tracks.map((track) => ({ track, ...samplesIn(track, span, track === lead) }));
      const data = await readRuns(file, runs, within);
      const head = fragmentHead(
        Math.floor(span.startMs) + 1,
        runs
          .map(({ track, from, to }) => trackRun(track, from, to))
          .filter(({ samples }) => samples.length > 0),
      );
      return { ...span, bytes: join([head, box('mdat', ...data)]), isUntimed: false };
    },
  };
}

/** The movie box as a whole; what lies before it is passed over. */
async function readMovie(file: MediaFile, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | null> {
  for (let at = 0; at < file.size; ) {
    const head = readBox(await file.read(at, at + 16, signal), 0, Number.MAX_SAFE_INTEGER);
    if (!head || head.type === 'moof') return null;
    if (head.type === 'moov') {
      if (head.end > mostHeader) return null;
      const moov = await file.read(at, at + head.end, signal);
      return findBox(moov, { content: 8, end: moov.length }, 'mvex') ? null : moov;
    }
    at += head.end;
  }
  return null;
}

function handlerOf(moov: Uint8Array, trak: Box): string {
  const hdlr = findBox(moov, trak, 'mdia', 'hdlr');
  return hdlr ? String.fromCharCode(...moov.subarray(hdlr.content + 8, hdlr.content + 12)) : '';
}

function readTrack(moov: Uint8Array, trak: Box): Track | null {
  const view = new DataView(moov.buffer, moov.byteOffset, moov.byteLength);
  const handler = handlerOf(moov, trak);
  const tkhd = findBox(moov, trak, 'tkhd');
  const mdhd = findBox(moov, trak, 'mdia', 'mdhd');
  const stbl = findBox(moov, trak, 'mdia', 'minf', 'stbl');
  const stsd = stbl && findBox(moov, stbl, 'stsd');
  if (!/^(vide|soun)$/.test(handler) || !tkhd || !mdhd || !stbl || !stsd) return null;
  const codec = codecOf(moov, stsd);
  const samples = readSamples(moov, stbl);
  const timescale = view.getUint32(mdhd.content + (moov[mdhd.content] === 1 ? 20 : 12));
  if (codec === null || !samples || samples.count === 0 || timescale === 0) return null;
  return {
    id: view.getUint32(tkhd.content + (moov[tkhd.content] === 1 ? 20 : 12)),
    isVideo: handler === 'vide',
    ...{ codec, timescale, samples, trak },
    shift: readShift(view, moov, trak, timescale),
  };
}

/** What an edit list takes from the times of a track: what is skipped at its start, less what it waits for. */
function readShift(view: DataView, moov: Uint8Array, trak: Box, timescale: number): number {
  const elst = findBox(moov, trak, 'edts', 'elst');
  const mvhd = findBox(moov, { content: 8, end: moov.length }, 'mvhd');
  if (!elst || !mvhd) return 0;
  const isLong = moov[elst.content] === 1;
  const movieScale = view.getUint32(mvhd.content + (moov[mvhd.content] === 1 ? 20 : 12)) || 1;
  let waited = 0;
  for (
    let row = 0, at = elst.content + 8;
    row < view.getUint32(elst.content + 4) && at + 12 <= elst.end;
    row += 1
  ) {
    const duration = isLong ? view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4) : view.getUint32(at);
    const start = isLong ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4);
    if (start >= 0) return start - (waited * timescale) / movieScale;
    waited += duration;
    at += isLong ? 20 : 12;
  }
  return 0;
}

const msOf = ({ timescale, shift }: Track, time: number) => ((time - shift) / timescale) * 1000;

interface Span {
  startMs: number;
  endMs: number;
}

function endOf(track: Track): number {
  const { decodeTimes, durations } = track.samples;
  return msOf(track, (decodeTimes.at(-1) ?? 0) + (durations.at(-1) ?? 0));
}

/** A few seconds around a moment, from a place to begin to the next; what comes after the last is with it. */
function spanAt(lead: Track, ms: number, endMs: number): Span | null {
  const { samples } = lead;
  const startOf = (index: number) =>
    msOf(lead, (samples.decodeTimes[index] ?? 0) + (samples.compositionOffsets[index] ?? 0));
  if (ms >= endMs) return null;
  if (!samples.syncs) {
    const from = Math.max(0, Math.floor(ms / pieceMs) * pieceMs);
    return { startMs: from, endMs: Math.min(endMs, from + pieceMs) };
  }
  const starts = samples.syncs;
  let at = 0;
  while (at + 1 < starts.length && startOf(starts[at + 1] ?? 0) <= ms) at += 1;
  const startMs = Math.max(0, startOf(starts[at] ?? 0));
  let next = at + 1;
  while (next < starts.length && startOf(starts[next] ?? 0) < startMs + pieceMs / 2) next += 1;
  return { startMs, endMs: next < starts.length ? startOf(starts[next] ?? 0) : endMs };
}

/** Samples `[from, to)` of a track for a span; of the one that leads, whole groups between places to begin. */
function samplesIn(track: Track, { startMs, endMs }: Span, isLead: boolean): { from: number; to: number } {
  const { samples } = track;
  const { syncs } = samples;
  if (isLead && syncs) {
    const startOf = (index: number) =>
      msOf(track, (samples.decodeTimes[index] ?? 0) + (samples.compositionOffsets[index] ?? 0));
    const from = syncs.findLast((index) => Math.max(0, startOf(index)) <= startMs + 0.01) ?? 0;
    const to = syncs.find((index) => index > from && startOf(index) >= endMs - 0.01) ?? samples.count;
    return { from, to };
  }
  const unit = (ms: number) => (ms / 1000) * track.timescale + track.shift;
  return { from: firstAt(samples, unit(startMs)), to: firstAt(samples, unit(endMs)) };
}

/** The first sample that is decoded at a time or later. */
function firstAt({ decodeTimes, count }: SampleTable, time: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    // A hair before it is at it: times were divided.
    if ((decodeTimes[middle] ?? 0) < time - 0.5) low = middle + 1;
    else high = middle;
  }
  return low;
}

function trackRun({ id, isVideo, shift, samples }: Track, from: number, to: number): TrackRun {
  const { decodeTimes, durations, sizes, compositionOffsets, syncs } = samples;
  const places = syncs && new Set(syncs.filter((index) => index >= from && index < to));
  // Times may not be under zero: a picture's shift goes into its offsets, a sound's into its times.
  const taken = isVideo ? Math.min(0, shift) : shift;
  return {
    trackId: id,
    decodeTime: Math.max(0, Math.round((decodeTimes[from] ?? 0) - taken)),
    samples: Array.from({ length: Math.max(0, to - from) }, (_, at) => ({
      size: sizes[from + at] ?? 0,
      duration: durations[from + at] ?? 0,
      compositionOffset: Math.round((compositionOffsets[from + at] ?? 0) - (shift - taken)),
      isSync: places?.has(from + at) ?? true,
    })),
  };
}

/** The samples' bytes, track by track, read in as few stretches as they lie in. */
async function readRuns(
  file: MediaFile,
  runs: readonly { track: Track; from: number; to: number }[],
  signal: AbortSignal,
): Promise<Uint8Array[]> {
  const wanted = runs.flatMap(({ track: { samples }, from, to }) =>
    Array.from({ length: Math.max(0, to - from) }, (_, at) => ({
      start: samples.offsets[from + at] ?? 0,
      end: (samples.offsets[from + at] ?? 0) + (samples.sizes[from + at] ?? 0),
    })),
  );
  const stretches: { start: number; end: number; bytes: Uint8Array }[] = [];
  for (const { start, end } of [...wanted].sort((a, b) => a.start - b.start)) {
    const last = stretches.at(-1);
    if (last && start - last.end < gapBytes) last.end = Math.max(last.end, end);
    else stretches.push({ start, end, bytes: new Uint8Array(0) });
  }
  await Promise.all(
    stretches.map(async (stretch) => {
      stretch.bytes = await file.read(stretch.start, stretch.end, signal);
    }),
  );
  return wanted.map(({ start, end }) => {
    const stretch = stretches.findLast((one) => one.start <= start);
    return stretch ? stretch.bytes.subarray(start - stretch.start, end - stretch.start) : new Uint8Array(0);
  });
}

/** The movie with its tracks, and without samples: these come in fragments. */
function initSegment(moov: Uint8Array, tracks: readonly Track[]): Uint8Array<ArrayBuffer> {
  const whole = (one: Box) => moov.subarray(one.start, one.end);
  const table = (type: string, ...rest: number[]) => fullBox(type, 0, 0, uint32(0, ...rest));
  const rebuilt = (one: Box, change: (child: Box) => Uint8Array | null): Uint8Array<ArrayBuffer> =>
    box(
      one.type,
      ...childBoxes(moov, one.content, one.end)
        .map(change)
        .filter((child) => child !== null),
    );
  const traks = tracks.map(({ trak }) =>
    rebuilt(trak, (inTrack) => {
      // Its shift is in the times already.
      if (inTrack.type === 'edts') return null;
      if (inTrack.type !== 'mdia') return whole(inTrack);
      return rebuilt(inTrack, (inMedia) => {
        if (inMedia.type !== 'minf') return whole(inMedia);
        return rebuilt(inMedia, (inInfo) => {
          if (inInfo.type !== 'stbl') return whole(inInfo);
          const stsd = findBox(moov, inInfo, 'stsd');
          const empty = [table('stts'), table('stsc'), table('stsz', 0), table('stco')];
          return box('stbl', ...(stsd ? [whole(stsd)] : []), ...empty);
        });
      });
    }),
  );
  const mvhd = findBox(moov, { content: 8, end: moov.length }, 'mvhd');
  return join([
    box(
      'ftyp',
      [...'iso5'].map((letter) => letter.charCodeAt(0)),
      uint32(0),
    ),
    box('moov', ...(mvhd ? [whole(mvhd)] : []), ...traks, fragmented(tracks.map(({ id }) => id))),
  ]);
}
