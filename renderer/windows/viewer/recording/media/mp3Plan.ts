import type { MediaFile, MediaPlan } from './mediaPlan.ts';
import { findMp3Frame, id3Length, isTableFrame, type Mp3Frame, readMp3Frame } from './mp3Frames.ts';

/** A place in the file at which a frame begins, and how many frames are before it. */
interface Mark {
  offset: number;
  frames: number;
}

const headBytes = 262_144;
/** Of the loudest rate some six seconds, behind at most as much as lies between two marks. */
const pieceBytes = 262_144;
const scanBytes = 1_048_576;
/** Frames between two marks: some 1.7 seconds. */
const markEvery = 64;
/** Of so many frames one can tell whether all are alike. */
const enoughFrames = 300;

/**
 * An MP3 by its frames: each lasts as long as the others, so what is counted is exact, where a browser that jumps in
 * the file itself guesses. Where all frames are alike a place is computed; otherwise the file is read up to it, once.
 * Null for what is no MP3.
 */
export async function mp3Plan(file: MediaFile, signal: AbortSignal): Promise<MediaPlan | null> {
  const tag = id3Length(await file.read(0, 10, signal));
  const head = await file.read(tag, tag + headBytes, signal);
  let at = findMp3Frame(head, 0);
  let first = at < 0 ? null : readMp3Frame(head, at);
  if (first && isTableFrame(head, at, first)) {
    at += first.length;
    first = readMp3Frame(head, at);
  }
  if (!first) return null;
  const { samples, sampleRate } = first;
  const begin = tag + at;
  const msOf = (frames: number) => ((frames * samples) / sampleRate) * 1000;
  const framesOf = (ms: number) => Math.max(0, Math.floor((ms * sampleRate) / 1000 / samples));
  const constant = isConstant(head, at, first, file, begin) ? first : null;

  const marks: Mark[] = [{ offset: begin, frames: 0 }];
  let scanned: Mark = { offset: begin, frames: 0 };
  let isScannedWhole = false;

  /** Reads on until `frames` are behind, or the file is. */
  async function scanTo(frames: number, within: AbortSignal): Promise<void> {
    while (scanned.frames <= frames && !isScannedWhole) {
      const bytes = await file.read(scanned.offset, scanned.offset + scanBytes, within);
      const walked = walk(bytes, scanned.frames, (offset, counted) => {
        if (counted % markEvery === 0 && counted > (marks.at(-1)?.frames ?? 0))
          marks.push({ offset: scanned.offset + offset, frames: counted });
      });
      isScannedWhole = walked.frames === 0 || scanned.offset + bytes.length >= file.size;
      scanned = { offset: scanned.offset + walked.length, frames: scanned.frames + walked.frames };
    }
  }

  async function markBefore(frames: number, within: AbortSignal): Promise<Mark | null> {
    const computed = constant && (await computedMark(file, constant, begin, frames, within));
    if (computed) return computed;
    await scanTo(frames, within);
    if (frames >= scanned.frames) return null;
    return marks.findLast((mark) => mark.frames <= frames) ?? null;
  }

  return {
    type: 'audio/mpeg',
    durationMs: file.durationMs,
    init: null,
    async pieceAt(ms, within) {
      const wanted = framesOf(ms);
      const mark = await markBefore(wanted, within);
      if (!mark) return null;
      const bytes = await file.read(mark.offset, mark.offset + pieceBytes, within);
      // From the very frame: pieces then meet without an overlap.
      let from = { offset: 0, frames: mark.frames };
      const { length, frames } = walk(bytes, mark.frames, (offset, counted) => {
        if (counted === wanted) from = { offset, frames: counted };
      });
      const end = mark.frames + frames;
      if (end <= from.frames) return null;
      return {
        startMs: msOf(from.frames),
        endMs: msOf(end),
        bytes: bytes.slice(from.offset, length),
        isUntimed: true,
      };
    },
  };
}

/** Whole frames from the start of `bytes`; what is no frame between them is passed over. */
function walk(
  bytes: Uint8Array,
  before: number,
  onFrame: (offset: number, frames: number) => void,
): { length: number; frames: number } {
  let [at, frames, end] = [0, 0, 0];
  while (at < bytes.length - 4) {
    const frame = readMp3Frame(bytes, at);
    if (!frame) {
      const next = findMp3Frame(bytes, at + 1);
      if (next < 0) break;
      at = next;
      continue;
    }
    if (at + frame.length > bytes.length) break;
    onFrame(at, before + frames);
    frames += 1;
    at += frame.length;
    end = at;
  }
  return { length: end, frames };
}

/** All frames of the beginning have one rate, and the file is as long as that makes it. */
function isConstant(
  head: Uint8Array,
  from: number,
  first: Mp3Frame,
  file: MediaFile,
  begin: number,
): boolean {
  let [at, frames] = [from, 0];
  for (let frame: Mp3Frame | null = first; frame && frames < enoughFrames; frames += 1) {
    if (frame.bitrate !== first.bitrate || frame.sampleRate !== first.sampleRate) return false;
    at += frame.length;
    frame = readMp3Frame(head, at);
  }
  const expected = (file.durationMs * first.bitrate) / 8000;
  return frames >= enoughFrames && Math.abs(expected - (file.size - begin)) < expected * 0.01 + 10_000;
}

/** Where the frame stands if all are alike; null where none stands near. Encoders pad frames so that the sum is right. */
async function computedMark(
  file: MediaFile,
  { samples, sampleRate, bitrate }: Mp3Frame,
  begin: number,
  frames: number,
  signal: AbortSignal,
): Promise<Mark | null> {
  if (frames === 0) return { offset: begin, frames: 0 };
  const length = (samples / 8) * (bitrate / sampleRate);
  const around = Math.ceil(length) + 2;
  const expected = begin + Math.floor(frames * length);
  const from = Math.max(begin, expected - around);
  const bytes = await file.read(from, expected + 3 * around, signal);
  for (let away = 0; away <= around; away += 1)
    for (const at of [expected - from - away, expected - from + away]) {
      const frame = at < 0 ? null : readMp3Frame(bytes, at);
      if (
        frame?.bitrate === bitrate &&
        frame.sampleRate === sampleRate &&
        readMp3Frame(bytes, at + frame.length)
      )
        // Nearer to the frame before or after it is that one.
        return { offset: from + at, frames: frames + Math.round((from + at - expected) / length) };
    }
  return null;
}
