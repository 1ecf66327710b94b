import type { MediaInfo, SpeechModels, transcriptionContract } from '@adiuva/contracts/workers';
import { assignSpeakers, laneLevels, turnsOfLanes } from '#speech';
import type { HeardSpeaker, NewTranscript } from '#storage';
import { type SpeechModelChoice, startTranscription } from '#transcription';
import type { WorkerPool } from '#workers';
import { speakersOf, toHeardSegment } from './composeTranscript.ts';
import { type DecodedSound, decodeSound, soundFolder } from './decodeSound.ts';
import { toRecordingMedia } from './describeMedia.ts';
import { findSpeakers, findVoices, pcmOf, type SpeechDeps } from './findVoices.ts';
import { type HeardLanes, hearLanes, type LaneToHear } from './hearLanes.ts';
import type { ScratchFolder } from './scratch.ts';
import { withSpeakerModels } from './speakerModels.ts';
import type { SpeechSetup } from './speechSetup.ts';
import { voiceOfLane } from './voiceOfLane.ts';
import { readWaveform } from './waveform.ts';

/** How a recording is heard, settled. */
export interface HearingOptions {
  /** A model's id; null takes the best that this machine runs well. */
  model: string | null;
  /** ISO 639-1; null: found. */
  language: string | null;
  /** Empty for none. */
  vocabulary: string;
  device: 'auto' | 'cpu' | 'gpu';
  diarize: boolean;
  /** How many speak; null where that is to be found. */
  speakers: number | null;
  noiseReduction: boolean;
  /** Bytes of the largest file that is heard. */
  maxBytes: number;
  /** Voices are biometric data: left out unless they are remembered. */
  keepsVoices: boolean;
}

export interface HearingDeps extends SpeechDeps {
  media: Parameters<typeof decodeSound>[0]['media'];
  transcription: WorkerPool<typeof transcriptionContract>;
  scheduler: Parameters<typeof decodeSound>[0]['scheduler'];
  setup: SpeechSetup;
  /** Files of the models that tell speakers apart, as far as they are installed. */
  speakerModels(): Promise<SpeechModels>;
}

export type HearingStage = 'decode' | 'voice' | 'transcribe' | 'speakers';

export interface HearingRequest {
  path: string;
  mediaType: string;
  options: HearingOptions;
  signal: AbortSignal;
  /** Throws where the file is not the one any more that is to be heard. */
  verify(): Promise<void>;
  progress(stage: HearingStage, fraction: number | undefined): void;
  /** The file has said what it is. */
  onInfo?(info: MediaInfo): void;
}

/**
 * A recording from its file to its words: decode, find where somebody speaks, hear that window by window, tell the speakers
 * apart. What a step has made is in `folder` before the next begins, and is taken up from there.
 *
 * @returns a transcript, without segments where nothing is said
 * @throws AppError `model_not_installed`, `model_invalid`; of the file, as `decodeSound`; `storage_full`, `unavailable`,
 *   `worker_crashed`, `timeout`, `cancelled`
 */
export async function hearRecording(
  deps: HearingDeps,
  folder: ScratchFolder,
  request: HearingRequest,
): Promise<NewTranscript> {
  const { path, options, signal, progress } = request;
  const choice = await deps.setup.choose(options.model, options.device, signal);
  progress('decode', undefined);
  const sound = await decodeSound(deps, folder, {
    path,
    maxBytes: options.maxBytes,
    noiseReduction: options.noiseReduction,
    signal,
    verify: request.verify,
    onProgress: (fraction) => progress('decode', fraction),
    ...(request.onInfo && { onInfo: request.onInfo }),
  });
  progress('voice', undefined);
  const place = soundFolder(options);
  const voices = await findVoices(deps, folder, {
    lanes: sound.lanes,
    place,
    signal,
    onProgress: (fraction) => progress('voice', fraction),
  });
  const lanes = sound.lanes.flatMap((lane, index): LaneToHear[] => [{ lane, voice: voices[index] ?? [] }]);
  progress('transcribe', undefined);
  const { heard, model, warnings } = await hearWords(deps, folder, request, { ...choice, lanes, sound });
  const told = heard.segments.every((segments) => segments.length === 0)
    ? { diarization: null, speakers: [], segments: [], warnings: [] }
    : await tellSpeakers(deps, folder, request, lanes, heard);
  return {
    model,
    language: heard.language,
    durationMs: sound.durationMs,
    media: toRecordingMedia(sound.info, request.mediaType),
    waveform: await readWaveform(sound.lanes, sound.durationMs, signal),
    ...told,
    warnings: [...sound.warnings, ...warnings, ...told.warnings],
  };
}

async function hearWords(
  deps: HearingDeps,
  folder: ScratchFolder,
  { options, signal, progress }: HearingRequest,
  heardBy: SpeechModelChoice & {
    devices: Awaited<ReturnType<SpeechSetup['choose']>>['devices'];
    lanes: LaneToHear[];
    sound: DecodedSound;
  },
): Promise<{ heard: HeardLanes; model: string; warnings: readonly string[] }> {
  const { model, smaller, devices, lanes, sound } = heardBy;
  const transcription = startTranscription({
    workers: deps.transcription,
    models: [model, ...smaller],
    devices,
  });
  const { language, vocabulary, noiseReduction } = options;
  const heard = await hearLanes(folder, {
    lanes,
    durationMs: sound.durationMs,
    transcription,
    language,
    prompt: vocabulary.trim() || null,
    fingerprint: JSON.stringify([model.id, language, vocabulary, noiseReduction]),
    async inTurn(work) {
      const resident = deps.setup.resident(await transcription.current());
      const request = { kind: 'transcription' as const, signal, ...(resident && { model: resident }) };
      return deps.scheduler.run(request, ({ threads }) => work(threads));
    },
    signal,
    onProgress: (fraction) => progress('transcribe', fraction),
  });
  // With nothing to hear, no device is asked what it is.
  const hasHeard = lanes.some(({ voice }) => voice.length > 0);
  const last = hasHeard ? (await transcription.current()).model.id : model.id;
  return { heard, model: last, warnings: transcription.warnings() };
}

type Told = Pick<NewTranscript, 'diarization' | 'speakers' | 'segments'> & { warnings: readonly string[] };

/** People who have a channel or a track of their own are told apart by it, others by their voices. */
async function tellSpeakers(
  deps: HearingDeps,
  folder: ScratchFolder,
  request: HearingRequest,
  lanes: readonly LaneToHear[],
  { segments }: HeardLanes,
): Promise<Told> {
  const [only, ...others] = lanes;
  const isOfOne = only !== undefined && others.length === 0;
  if (isOfOne && !request.options.diarize) {
    const said = (segments[0] ?? []).map((segment) => toHeardSegment(segment, 0, null));
    return { diarization: null, speakers: [], segments: said, warnings: [] };
  }
  request.progress('speakers', undefined);
  if (isOfOne) return tellByVoice(deps, folder, request, only, segments);
  return tellByLane(deps, request, lanes, segments);
}

async function tellByVoice(
  deps: HearingDeps,
  folder: ScratchFolder,
  { options, signal, progress }: HearingRequest,
  { lane, voice }: LaneToHear,
  segments: HeardLanes['segments'],
): Promise<Told> {
  const { done: found, warnings } = await withSpeakerModels(await deps.speakerModels(), (models) =>
    findSpeakers(deps, folder, {
      lane,
      voice,
      place: soundFolder(options),
      speakers: options.speakers,
      models,
      keepsVoices: options.keepsVoices,
      signal,
      onProgress: (fraction) => progress('speakers', fraction),
    }),
  );
  const composed = assignSpeakers(segments[0] ?? [], found.turns).map(({ speaker, ...segment }) =>
    toHeardSegment(segment, 0, speaker),
  );
  const speakers = found.speakers.map(({ speaker, embedding, model, speechMs }) => ({
    number: speaker,
    embedding,
    embeddingModel: embedding ? model : null,
    speechMs,
  }));
  return {
    diarization: found.method,
    speakers: speakersOf(speakers, composed),
    segments: composed,
    warnings,
  };
}

async function tellByLane(
  deps: HearingDeps,
  { options, signal }: HearingRequest,
  lanes: readonly LaneToHear[],
  segments: HeardLanes['segments'],
): Promise<Told> {
  const heard = await Promise.all(
    lanes.map(async ({ lane }, index) => ({
      segments: segments[index] ?? [],
      levels: await laneLevels(pcmOf(lane), signal),
    })),
  );
  // What leaks from one side of a call into the other is said once.
  const composed = turnsOfLanes(heard).segments.map(({ speaker: lane, ...segment }) =>
    toHeardSegment(segment, lane, options.diarize ? lane : null),
  );
  if (!options.diarize) return { diarization: null, speakers: [], segments: composed, warnings: [] };
  const speakers: HeardSpeaker[] = [];
  const warnings = new Set<string>();
  for (const [number, { lane, voice }] of lanes.entries()) {
    const speechMs = voice.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    const print =
      options.keepsVoices && voice.length > 0 ? await voiceOfLane(deps, lane, voice, signal) : null;
    for (const warning of print?.warnings ?? []) warnings.add(warning);
    speakers.push({
      number,
      speechMs,
      embedding: print?.done.embedding ?? null,
      embeddingModel: print?.done.model ?? null,
    });
  }
  return {
    diarization: 'channels',
    speakers: speakersOf(speakers, composed),
    segments: composed,
    warnings: [...warnings],
  };
}
