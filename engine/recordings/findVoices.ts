import { join } from 'node:path';
import {
  type Diarization,
  diarizationSchema,
  type MediaLane,
  type SpeechModels,
  type speechContract,
  stretchSchema,
} from '@adiuva/contracts/workers';
import { z } from 'zod';
import type { Scheduler } from '#scheduler';
import type { WorkerPool } from '#workers';
import type { ScratchFolder } from './scratch.ts';

export interface SpeechDeps {
  speech: WorkerPool<typeof speechContract>;
  scheduler: Pick<Scheduler, 'run'>;
}

export interface VoiceRequest {
  lanes: readonly MediaLane[];
  /** The folder of the samples, in the scratch. */
  place: string;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

type Stretch = z.infer<typeof stretchSchema>;

const voiceSchema = z.array(stretchSchema);
const stallMs = 120_000;
/** Voices are compared with each other in one go that says nothing. */
const diarizationStallMs = 15 * 60_000;

/**
 * Where somebody speaks, lane by lane. What of a silent lane is quieter than any voice is not looked at.
 *
 * @throws AppError `worker_crashed`, `timeout`, `storage_full`, `cancelled`
 */
export async function findVoices(
  { speech, scheduler }: SpeechDeps,
  folder: ScratchFolder,
  { lanes, place, signal, onProgress }: VoiceRequest,
): Promise<Stretch[][]> {
  const voices: Stretch[][] = [];
  for (const [index, lane] of lanes.entries()) {
    const name = join(place, `voice-${index}.json`);
    const saved = lane.isSilent ? [] : await folder.load(name, voiceSchema);
    if (saved) {
      voices.push(saved);
      continue;
    }
    const { segments } = await scheduler.run({ kind: 'speakers', signal }, () =>
      speech.call(
        'speech.findVoice',
        { pcm: pcmOf(lane) },
        {
          signal,
          stallMs,
          onEvent: ({ done, total }) => onProgress((index + (total > 0 ? done / total : 0)) / lanes.length),
        },
      ),
    );
    await folder.save(name, segments);
    voices.push(segments);
  }
  return voices;
}

export interface SpeakersRequest {
  lane: MediaLane;
  voice: readonly Stretch[];
  place: string;
  /** How many there are; null where that is to be found. */
  speakers: number | null;
  models: SpeechModels;
  /** Whether voices may be kept: else what is on the disk does not say what they sound like. */
  keepsVoices: boolean;
  signal: AbortSignal;
  onProgress(fraction: number): void;
}

const savedDiarizationSchema = z.object({
  method: diarizationSchema.shape.method,
  turns: diarizationSchema.shape.turns,
  speakers: z.array(
    z.object({
      speaker: z.number().int(),
      speechMs: z.number(),
      model: z.string(),
      embedding: z.array(z.number()).nullable(),
    }),
  ),
});
/** A speaker's voice is null where voices are not kept. */
export type FoundSpeakers = Pick<Diarization, 'method' | 'turns'> & {
  speakers: { speaker: number; speechMs: number; model: string; embedding: Float32Array | null }[];
};

const withVoices = 'kept';

/** Whether a file of the scratch says what somebody sounds like. */
export function holdsVoices(name: string): boolean {
  return name.startsWith('speakers-') && name.includes(`-${withVoices}.json`);
}

/**
 * Who speaks when in a lane of several people.
 *
 * @throws AppError as `findVoices`
 */
export async function findSpeakers(
  { speech, scheduler }: SpeechDeps,
  folder: ScratchFolder,
  request: SpeakersRequest,
): Promise<FoundSpeakers> {
  const { lane, voice, place, speakers, models, keepsVoices, signal, onProgress } = request;
  const how = models.segmentation && models.embedding ? 'models' : 'none';
  const name = join(place, `speakers-${speakers ?? 'any'}-${how}-${keepsVoices ? withVoices : 'left'}.json`);
  const saved = await folder.load(name, savedDiarizationSchema);
  if (saved) return fromSaved(saved);
  const found = await scheduler.run({ kind: 'speakers', signal }, () =>
    speech.call(
      'speech.diarize',
      { pcm: pcmOf(lane), voice: [...voice], speakers, models },
      {
        signal,
        stallMs: diarizationStallMs,
        onEvent: ({ done, total }) => onProgress(total > 0 ? Math.min(1, done / total) : 0),
      },
    ),
  );
  const kept = found.speakers.map(({ embedding, ...speaker }) => ({
    ...speaker,
    embedding: keepsVoices ? Array.from(embedding) : null,
  }));
  const { method, turns } = found;
  await folder.save(name, { method, turns, speakers: kept });
  return fromSaved({ method, turns, speakers: kept });
}

function fromSaved({ speakers, ...found }: z.infer<typeof savedDiarizationSchema>): FoundSpeakers {
  return {
    ...found,
    speakers: speakers.map(({ embedding, ...speaker }) => ({
      ...speaker,
      embedding: embedding && Float32Array.from(embedding),
    })),
  };
}

/** A lane as the speech worker reads it. */
export function pcmOf({ file, samples, gainDb }: MediaLane) {
  return { file, samples, gainDb };
}
