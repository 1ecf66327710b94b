import type { HeardSegment, PcmStretch, Transcribed } from '@adiuva/contracts/workers';
import { cutLoops } from '../text/cutLoops.ts';
import { dropUnvoiced } from '../text/evidence.ts';
import { joinWindows } from '../windows/joinWindows.ts';
import type { TranscriptionWindow, VoiceStretch } from '../windows/packWindows.ts';
import { createLanguageKeeper, type LanguageKeeper, type LanguageState } from './languageKeeper.ts';
import type { Transcription, TranscriptionCallOptions } from './startTranscription.ts';

export interface WindowsOptions extends TranscriptionCallOptions {
  windows: readonly TranscriptionWindow[];
  /** Where somebody speaks, by start. */
  voice: readonly VoiceStretch[];
  pcm: Pick<PcmStretch, 'file' | 'gainDb'>;
  /** ISO 639-1; null: found. */
  language: string | null;
  prompt: string | null;
  threads: number;
  translate?: boolean | undefined;
  /** Goes on where an earlier run ended. */
  after?: WindowState | undefined;
  /** Around each window, for who decides when it may begin and on how many threads. */
  inTurn?: <T>(work: (threads: number) => Promise<T>) => Promise<T>;
}

/** Plain data: kept with a window's segments, it lets the next window be heard after an interruption. */
export interface WindowState {
  /** Windows that are done. */
  done: number;
  language: LanguageState;
}

export interface WindowResult {
  index: number;
  segments: HeardSegment[];
  /** Milliseconds at which the segments of the window before end now: what came later was heard better in this one. */
  previousEndsMs: number | null;
  /** Of the recording so far; null while nothing was said. */
  language: string | null;
  state: WindowState;
}

const samplesPerMs = 16;
/** Segments of one window in a row that say the same. */
const mostSameSegments = 3;

/**
 * Hears the windows of a recording one after the other. A window's segments are final but for those that the next one
 * hears as well, where speech had no pause: `previousEndsMs` says where they were cut.
 *
 * @throws AppError as `Transcription.transcribe`
 */
export async function* transcribeWindows(
  transcription: Transcription,
  options: WindowsOptions,
): AsyncGenerator<WindowResult, void, undefined> {
  const { windows, voice, after } = options;
  const keeper = createLanguageKeeper(options.language, after?.language);
  const inTurn = options.inTurn ?? ((work) => work(options.threads));
  let previous: HeardSegment[] = [];
  for (let index = after?.done ?? 0; index < windows.length; index++) {
    const window = windows[index];
    if (!window) return;
    const heard = await inTurn((threads) => hear(transcription, keeper, window, { ...options, threads }));
    let segments = dropUnvoiced(dropSame(heard.segments), voice);
    const overlap = windows[index - 1]?.overlapsNextMs ?? 0;
    let previousEndsMs: number | null = null;
    if (overlap > 0 && previous.length > 0) {
      const joined = joinWindows(previous, segments, {
        startMs: window.startMs,
        endMs: window.startMs + overlap,
      });
      segments = joined.next;
      previousEndsMs = joined.previous.at(-1)?.endMs ?? window.startMs;
    }
    previous = segments;
    const speechMs = segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    keeper.heard({
      language: heard.language,
      probability: heard.languageProbability,
      speechMs,
      confidence: meanConfidence(segments),
    });
    const state = { done: index + 1, language: keeper.state() };
    yield { index, segments, previousEndsMs, language: keeper.language(), state };
  }
}

async function hear(
  transcription: Transcription,
  keeper: LanguageKeeper,
  { startMs, endMs }: TranscriptionWindow,
  { pcm, prompt, threads, translate, signal, onProgress }: WindowsOptions,
): Promise<Transcribed> {
  const call = {
    pcm: {
      ...pcm,
      startSample: Math.round(startMs * samplesPerMs),
      endSample: Math.round(endMs * samplesPerMs),
    },
    prompt,
    threads,
    translate: translate ?? false,
  };
  const language = keeper.next();
  const heard = await transcription.transcribe({ ...call, language }, { signal, onProgress });
  const found = { language: heard.language, probability: heard.languageProbability };
  if (language !== null || !keeper.isOther(found)) return heard;
  return transcription.transcribe({ ...call, language: keeper.kept() }, { signal, onProgress });
}

/** A sentence that stands again and again, as models write when they are lost. */
function dropSame(segments: readonly HeardSegment[]): HeardSegment[] {
  const texts = segments.map(({ text }, index) => ({ text, index }));
  const kept = new Set(cutLoops(texts).words.map(({ index }) => index));
  return segments.filter((segment, index) => {
    if (!kept.has(index)) return false;
    const run = segments.slice(Math.max(0, index - mostSameSegments + 1), index);
    return run.length < mostSameSegments - 1 || !run.every(({ text }) => text === segment.text);
  });
}

function meanConfidence(segments: readonly HeardSegment[]): number | null {
  const known = segments.flatMap(({ confidence }) => confidence ?? []);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
