import type {
  Diarization,
  PcmSource,
  SpeakerTurn,
  SpeechModels,
  Stretch,
  VoicePrint,
} from '@adiuva/contracts/workers';
import { openPcm, type PcmReader, samplesPerMs } from './audio/pcmFile.ts';
import type { FeatureTrack } from './features/featureTrack.ts';
import { frameMs } from './features/frameFeatures.ts';
import { diarizeNeural } from './neural/diarizeNeural.ts';
import type { SpeakerCount } from './speakerCount.ts';
import { diarizeSpectral } from './spectral/diarizeSpectral.ts';
import { spectralPrint } from './spectral/voicePrint.ts';
import { loudnessFloor } from './spectral/windowVectors.ts';
import type { ProgressOptions } from './voice/voiceProbabilities.ts';

/** Where nothing is said of it, a recording has at most so many. */
const mostSpeakers = 20;

export interface DiarizeInput {
  pcm: PcmSource;
  voice: readonly Stretch[];
  speakers?: number | null | undefined;
  minSpeakers?: number | undefined;
  maxSpeakers?: number | undefined;
  models?: SpeechModels | undefined;
}

/**
 * Who speaks when. With both models by them, else by spectral features. Memory grows by some 9 kB a second of voice.
 *
 * @throws AppError `file_not_found`, `file_unreadable`, `file_changed`, `model_not_installed`, `model_invalid`,
 *   `cancelled`
 */
export async function diarize(
  input: DiarizeInput,
  { signal, onProgress }: ProgressOptions = {},
): Promise<Diarization> {
  const pcm = await openPcm(input.pcm);
  try {
    const total = Math.floor(pcm.samples / samplesPerMs);
    const voice = usable(input.voice, total);
    const options = { signal, onMs: (done: number) => onProgress?.({ done: Math.min(done, total), total }) };
    const { segmentation, embedding } = input.models ?? {};
    if (voice.length === 0)
      return { method: segmentation && embedding ? 'neural' : 'spectral', turns: [], speakers: [] };
    if (segmentation && embedding) {
      const files = { segmentation, embedding };
      const { turns, prints, model } = await diarizeNeural(pcm, voice, files, countOf(input), options);
      return inOrder('neural', turns, (speaker) => ({
        embedding: prints[speaker] ?? new Float32Array(),
        model,
      }));
    }
    return await spectral(pcm, voice, countOf(input), options);
  } finally {
    await pcm.close();
  }
}

function countOf({ speakers, minSpeakers = 1, maxSpeakers }: DiarizeInput): SpeakerCount {
  return {
    exactly: speakers ?? undefined,
    atLeast: minSpeakers,
    atMost: Math.max(minSpeakers, maxSpeakers ?? Math.max(mostSpeakers, minSpeakers)),
  };
}

/** In order, within the recording and without overlap, whatever was given. */
function usable(voice: readonly Stretch[], totalMs: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { startMs, endMs } of [...voice].sort((a, b) => a.startMs - b.startMs)) {
    const start = Math.max(startMs, stretches.at(-1)?.endMs ?? 0);
    const end = Math.min(endMs, totalMs);
    if (end > start) stretches.push({ startMs: start, endMs: end });
  }
  return stretches;
}

async function spectral(
  pcm: PcmReader,
  voice: readonly Stretch[],
  count: SpeakerCount,
  options: Parameters<typeof diarizeSpectral>[3],
): Promise<Diarization> {
  const { turns, track } = await diarizeSpectral(pcm, voice, count, options);
  const floor = loudnessFloor(track.level);
  return inOrder('spectral', turns, (speaker) =>
    spectralPrint(track, framesOf(track, turns, speaker, floor)),
  );
}

/** The loud frames of one speaker; all of them where none is loud. */
function framesOf(
  track: FeatureTrack,
  turns: readonly SpeakerTurn[],
  speaker: number,
  floor: number,
): number[] {
  const frames: number[] = [];
  let next = 0;
  for (const { startMs, endMs, speaker: other } of turns) {
    while (next < track.stretches.length - 1 && (track.stretches[next + 1]?.startMs ?? 0) <= startMs) next++;
    const stretch = track.stretches[next];
    if (!stretch || other !== speaker) continue;
    const from = stretch.from + Math.round((startMs - stretch.startMs) / frameMs);
    const to = Math.min(stretch.to, stretch.from + Math.round((endMs - stretch.startMs) / frameMs));
    for (let frame = from; frame < to; frame++) frames.push(frame);
  }
  const loud = frames.filter((frame) => (track.level[frame] as number) > floor);
  return loud.length > 0 ? loud : frames;
}

/** Numbers the speakers in the order in which they first speak, and leaves out those who never do. */
function inOrder(
  method: Diarization['method'],
  turns: readonly SpeakerTurn[],
  print: (speaker: number) => VoicePrint,
): Diarization {
  const speakers: Diarization['speakers'] = [];
  const numbers = new Map<number, number>();
  const ordered = turns.map((turn) => {
    const number = numbers.get(turn.speaker) ?? numbers.size;
    if (!numbers.has(turn.speaker)) {
      numbers.set(turn.speaker, number);
      speakers.push({ ...print(turn.speaker), speaker: number, speechMs: 0 });
    }
    const speaker = speakers[number];
    if (speaker) speaker.speechMs += turn.endMs - turn.startMs;
    return { ...turn, speaker: number };
  });
  return { method, turns: ordered, speakers };
}
