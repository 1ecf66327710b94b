import { createHash } from 'node:crypto';
import type { MediaLane } from '@adiuva/contracts/workers';
import { AppError } from '#base';
import { hashFile, readFileStamp } from '#pipelines';
import type { Scheduler } from '#scheduler';
import type { Voice } from '#storage';
import { readStretch } from '#transcription';
import type { Range } from '#transcripts';
import { type RecordingsDeps, requireSame } from './createRecordings.ts';
import { type DecodedSound, decodeSound } from './decodeSound.ts';
import { holdsVoices, pcmOf } from './findVoices.ts';
import { settleOptions } from './settledOptions.ts';

/** Several speakers of a recording are named one after the other: it is decoded once for them. */
const keptMs = 60 * 60 * 1000;
const embedMs = 5 * 60_000;
const stallMs = 15 * 60_000;
const samplesPerMs = 16;

/** Somebody waits for it: it stands in no line behind hours of work in the background. */
const atOnce: Pick<Scheduler, 'run'> = {
  run: (_request, work) => work({ threads: 1, isWanted: () => false, release: () => undefined }),
};

/** Voices of a recording that is in the library, from its file. */
export interface RecordingVoices {
  /** The voice of one speaker, from stretches in which nobody else speaks. @throws AppError of the file */
  embedSpeaker(documentId: string, ranges: readonly Range[]): Promise<Voice>;
  /** Tells stretches apart by voice: for each the number of its group, from 0. @throws AppError of the file */
  splitByVoice(documentId: string, ranges: readonly Range[]): Promise<readonly number[]>;
  /** Of recordings in hand, what says how somebody sounds: found anew where it is still needed. */
  forgetInHand(): Promise<void>;
}

export function createRecordingVoices(deps: RecordingsDeps): RecordingVoices {
  const { storage, scratch, settings, clock, lock, speech } = deps;

  async function withSound<T>(
    documentId: string,
    work: (sound: DecodedSound, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const document = storage.read.readDocument(documentId);
    if (!document || document.contentHash === null)
      throw new AppError('not_found', `There is no document ${documentId}.`);
    const { path, contentHash } = document;
    const { signal } = new AbortController();
    const stamp = await readFileStamp(path);
    if ((await hashFile(path, signal)) !== contentHash)
      throw new AppError('file_changed', `${path} is another file than the one that was heard.`);
    const owner = { for: 'document' as const, contentHash, until: clock.now() + keptMs };
    // Apart from a transcription of the same content, which may take hours.
    const key = createHash('sha256').update(`voices ${contentHash}`).digest('hex');
    return lock.run(key, signal, () =>
      scratch.use(key, owner, async (folder) => {
        const { maxBytes } = settleOptions(settings.current());
        const sound = await decodeSound({ ...deps, scheduler: atOnce }, folder, {
          path,
          maxBytes,
          noiseReduction: false,
          signal,
          verify: () => requireSame({ path, stamp }),
          onProgress: () => undefined,
        });
        return work(sound, signal);
      }),
    );
  }

  return {
    forgetInHand: () => scratch.erase(holdsVoices),
    embedSpeaker: (documentId, ranges) =>
      withSound(documentId, async ({ lanes }, signal) => {
        const { embedding: model } = await deps.speakerModels();
        const pcm = pcmOf(await loudestLane(lanes, ranges));
        const asked = { pcm, ranges: whole(ranges), ...(model !== undefined && { model }) };
        const print = await speech.call('speech.embed', asked, { signal, timeoutMs: embedMs });
        const speechMs = ranges.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
        return { model: print.model, embedding: print.embedding, speechMs };
      }),
    splitByVoice: (documentId, ranges) =>
      withSound(documentId, async ({ lanes }, signal) => {
        const models = await deps.speakerModels();
        const pcm = pcmOf(await loudestLane(lanes, ranges));
        // Somebody hears that they are several.
        const asked = { pcm, voice: withoutOverlap(ranges), models, minSpeakers: 2 };
        const { turns } = await speech.call('speech.diarize', asked, { signal, stallMs });
        return ranges.map((range) => {
          const spoken = new Map<number, number>();
          for (const { speaker, startMs, endMs } of turns) {
            const shared = Math.min(endMs, range.endMs) - Math.max(startMs, range.startMs);
            if (shared > 0) spoken.set(speaker, (spoken.get(speaker) ?? 0) + shared);
          }
          return [...spoken].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
        });
      }),
  };
}

/** Where people have lanes of their own, the one that the stretches are heard on. */
async function loudestLane(lanes: readonly MediaLane[], ranges: readonly Range[]): Promise<MediaLane> {
  const [first, ...others] = lanes;
  if (!first) throw new AppError('recording_silent', 'Nothing is heard in this recording any more.');
  if (others.length === 0) return first;
  let loudest = { lane: first, energy: -1 };
  for (const lane of lanes) {
    let energy = 0;
    for (const { startMs, endMs } of ranges) {
      const samples = await readStretch(
        lane.file,
        Math.floor(startMs * samplesPerMs),
        Math.floor(endMs * samplesPerMs),
        0,
      );
      for (const sample of samples) energy += sample * sample;
    }
    if (energy > loudest.energy) loudest = { lane, energy };
  }
  return loudest.lane;
}

function whole(ranges: readonly Range[]): Range[] {
  return ranges.map(({ startMs, endMs }) => ({ startMs: Math.floor(startMs), endMs: Math.ceil(endMs) }));
}

/** By start, as the speech worker takes voice. */
function withoutOverlap(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of whole(ranges).sort((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last && range.startMs < last.endMs) last.endMs = Math.max(last.endMs, range.endMs);
    else merged.push({ ...range });
  }
  return merged;
}
