import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type HeardSegment,
  heardSegmentSchema,
  type MediaLane,
  type stretchSchema,
} from '@adiuva/contracts/workers';
import { z } from 'zod';
import {
  findQuietPlaces,
  languageStateSchema,
  packWindows,
  readStretch,
  type Transcription,
  type TranscriptionWindow,
  transcribeWindows,
  type WindowState,
} from '#transcription';
import { asStorageError } from './durableFile.ts';
import type { ScratchFolder } from './scratch.ts';

type Stretch = z.infer<typeof stretchSchema>;

export interface LaneToHear {
  lane: MediaLane;
  /** Where somebody speaks, by start. */
  voice: Stretch[];
}

export interface HearRequest {
  lanes: readonly LaneToHear[];
  durationMs: number;
  transcription: Transcription;
  /** ISO 639-1; null: found. */
  language: string | null;
  /** Names and terms that are likely to be said; null for none. */
  prompt: string | null;
  /** What the words depend on beside the sound: another of it is heard anew. */
  fingerprint: string;
  /** Around each window: it yields at its end to what goes first. */
  inTurn<T>(work: (threads: number) => Promise<T>): Promise<T>;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

export interface HeardLanes {
  /** Lane by lane, in order of time. */
  segments: HeardSegment[][];
  /** Spoken most; null where nothing was said. */
  language: string | null;
}

const windowsSchema = z.array(
  z.object({ startMs: z.number(), endMs: z.number(), overlapsNextMs: z.number() }),
);
const windowSchema = z.object({
  segments: z.array(heardSegmentSchema),
  /** Where the segments of the window before end since. */
  previousEndsMs: z.number().nullable(),
  language: z.string().nullable(),
  state: z.object({ done: z.number().int(), language: languageStateSchema }),
});
type HeardWindow = z.infer<typeof windowSchema>;

/**
 * The words of all lanes, window by window. Each window that is heard is on the disk before the next, so that an
 * interruption costs one. Only where somebody speaks is heard.
 *
 * @throws AppError as `transcribeWindows`; `storage_full`
 */
export async function hearLanes(folder: ScratchFolder, request: HearRequest): Promise<HeardLanes> {
  const place = `heard-${createHash('sha256').update(request.fingerprint).digest('hex').slice(0, 16)}`;
  await mkdir(join(folder.path, place), { recursive: true }).catch((error: unknown) => {
    throw asStorageError(error);
  });
  const plans: TranscriptionWindow[][] = [];
  for (const [index, lane] of request.lanes.entries())
    plans.push(await planWindows(folder, join(place, `windows-${index}.json`), lane, request));
  const total = plans.flat().reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const heard: HeardLanes = { segments: [], language: null };
  let doneMs = 0;
  /** A lane begins with the language of the one before it: those of a call speak one. */
  let state: WindowState | undefined;
  for (const [index, lane] of request.lanes.entries()) {
    const windows = plans[index] ?? [];
    const found = await hearLane(folder, join(place, `window-${index}`), {
      ...request,
      ...lane,
      windows,
      before: state,
      onHeard(ms) {
        request.onProgress(total === 0 ? 1 : Math.min(1, (doneMs + ms) / total));
      },
    });
    doneMs += windows.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    heard.segments.push(joined(found));
    heard.language = found.at(-1)?.language ?? heard.language;
    state = found.at(-1)?.state ?? state;
  }
  return heard;
}

/** Kept, since what was heard belongs to these windows. */
async function planWindows(
  folder: ScratchFolder,
  name: string,
  { lane, voice }: LaneToHear,
  { durationMs, signal }: HearRequest,
): Promise<TranscriptionWindow[]> {
  const saved = await folder.load(name, windowsSchema);
  if (saved) return saved;
  const quietPlaces = await findQuietPlaces(voice, {
    read: (start, end) => readStretch(lane.file, start, end, lane.gainDb),
    signal,
  });
  const windows = packWindows(voice, { quietPlaces, recordingMs: durationMs });
  await folder.save(name, windows);
  return windows;
}

interface LaneRequest extends HearRequest, LaneToHear {
  windows: readonly TranscriptionWindow[];
  before: WindowState | undefined;
  /** Milliseconds of this lane's windows. */
  onHeard(ms: number): void;
}

async function hearLane(folder: ScratchFolder, prefix: string, request: LaneRequest): Promise<HeardWindow[]> {
  const { windows, lane } = request;
  const found = await loadWindows(folder, prefix, windows);
  const lengthOf = (some: readonly TranscriptionWindow[]) =>
    some.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  request.onHeard(lengthOf(windows.slice(0, found.length)));
  const after = found.at(-1)?.state ?? (request.before && { ...request.before, done: 0 });
  let index = found.length;
  const results = transcribeWindows(request.transcription, {
    windows,
    voice: request.voice,
    pcm: { file: lane.file, gainDb: lane.gainDb },
    language: request.language,
    prompt: request.prompt,
    threads: 1,
    ...(after && { after }),
    inTurn: request.inTurn,
    signal: request.signal,
    onProgress(fraction) {
      const window = windows[index];
      const part = window ? (window.endMs - window.startMs) * fraction : 0;
      request.onHeard(lengthOf(windows.slice(0, index)) + part);
    },
  });
  for await (const { segments, previousEndsMs, language, state } of results) {
    const heard = { segments, previousEndsMs, language, state };
    await folder.save(`${prefix}-${index}.json`, heard);
    found.push(heard);
    index++;
    request.onHeard(lengthOf(windows.slice(0, index)));
  }
  return found;
}

/** Of an earlier try, in a row from the first. A window that shares its end with the next is heard again with it. */
async function loadWindows(
  folder: ScratchFolder,
  prefix: string,
  windows: readonly TranscriptionWindow[],
): Promise<HeardWindow[]> {
  const found: HeardWindow[] = [];
  while (found.length < windows.length) {
    const heard = await folder.load(`${prefix}-${found.length}.json`, windowSchema);
    if (!heard) break;
    found.push(heard);
  }
  while (found.length < windows.length && (windows[found.length - 1]?.overlapsNextMs ?? 0) > 0) found.pop();
  return found;
}

/** The segments of a lane, those at the end of a window as the window after it says. */
function joined(windows: readonly HeardWindow[]): HeardSegment[] {
  return windows.flatMap(({ segments }, index) => {
    const endsMs = windows[index + 1]?.previousEndsMs ?? null;
    return endsMs === null ? segments : segments.flatMap((segment) => cutAt(segment, endsMs));
  });
}

function cutAt(segment: HeardSegment, endsMs: number): HeardSegment[] {
  if (segment.startMs >= endsMs) return [];
  if (segment.endMs <= endsMs || segment.words.length === 0) return [segment];
  const words = segment.words.filter(({ endMs }) => endMs <= endsMs);
  const last = words.at(-1);
  if (!last) return [];
  let end = 0;
  for (const { text } of words) {
    const at = segment.text.indexOf(text, end);
    if (at >= 0) end = at + text.length;
  }
  return [{ ...segment, words, text: segment.text.slice(0, end), endMs: last.endMs }];
}
