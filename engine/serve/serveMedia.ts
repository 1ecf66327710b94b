import { mediaContract } from '@adiuva/contracts/workers';
import { type Port, serveContract } from '@adiuva/wire';
import { createMedia, type MediaHooks, type MediaOptions } from '#media';

type Progress = { type: 'progress'; doneMs: number; totalMs: number | null };
type Emit = (event: Progress | { type: 'alive' }) => void;

/** Between two events of a kind; what is decoded is told some hundred times a second. */
const eventGapMs = 250;

/** The media worker: decodes one recording at a time into a scratch folder. No network, no database. */
export function serveMedia(port: Port, options?: MediaOptions): void {
  const media = createMedia(options);
  serveContract(
    mediaContract,
    port,
    {
      'media.probe': (input, { signal, emit }) => media.probe(input, aliveOf(signal, emit)),
      'media.decode': (input, { signal, emit }) => media.decode(input, hooksOf(signal, emit)),
      'media.cover': (input, { signal }) => media.cover(input, { signal }),
      'media.poster': (input, { signal }) => media.poster(input, { signal }),
      'media.playable': (input, { signal, emit }) => media.playable(input, hooksOf(signal, emit)),
      'media.ping': async () => ({
        rssBytes: process.memoryUsage.rss(),
        ffmpeg: (await media.ffmpeg()) ?? null,
      }),
    },
    undefined,
  );
}

function hooksOf(signal: AbortSignal, emit: Emit): MediaHooks {
  const mayTell = every(eventGapMs);
  return {
    ...aliveOf(signal, emit),
    onProgress(progress) {
      if (mayTell()) emit({ type: 'progress', ...progress });
    },
  };
}

function aliveOf(signal: AbortSignal, emit: (event: { type: 'alive' }) => void): MediaHooks {
  const mayTell = every(eventGapMs);
  return {
    signal,
    onAlive() {
      if (mayTell()) emit({ type: 'alive' });
    },
  };
}

/** True at most once in so many milliseconds. */
function every(gapMs: number): () => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - last < gapMs) return false;
    last = now;
    return true;
  };
}
