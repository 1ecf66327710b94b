import type { SpeakerTurn, Stretch } from '@adiuva/contracts/workers';
import { throwIfAborted, yieldToEventLoop } from '#base';
import { type PcmReader, samplesPerMs } from '../audio/pcmFile.ts';
import { bestAssignment } from '../clustering/assignment.ts';
import type { SpeakerCount } from '../speakerCount.ts';
import { type EmbeddingModel, loadEmbeddingModel } from './embeddingModel.ts';
import { cosine, groupVoices } from './groupVoices.ts';
import { fbankBins, fbankHopSamples } from './kaldiFbank.ts';
import { localSpeakers } from './powerset.ts';
import {
  loadSegmentationModel,
  type SegmentationModel,
  segmentationHop,
  segmentationOffset,
  segmentationSamples,
} from './segmentationModel.ts';
import { createSpeechMap } from './speechMap.ts';

/** Every moment is in two windows. */
const stepSamples = segmentationSamples / 2;
/** Rows of 10 ms that a voice is measured by: alone where there is half a second of that, else with others. */
const enoughAlone = 50;
const leastRows = 25;
/** A middle of the first row, in samples. */
const rowOffset = 200;
/** What less voice gives is joined to the speakers that others make, and makes none. */
const leastMsToLead = 1000;

interface LocalVoice {
  /** Index in `windows`. */
  window: number;
  speaker: number;
  ms: number;
  embedding: Float32Array<ArrayBuffer>;
}

export interface NeuralDiarization {
  turns: SpeakerTurn[];
  /** One a speaker, of length 1. */
  prints: Float32Array<ArrayBuffer>[];
  model: string;
}

/**
 * Who speaks when, two at once where two do: pyannote's segmentation over windows of 10 s, an embedding for each
 * voice in each window, and the voices of all windows grouped.
 *
 * @param files of the two models
 * @throws AppError `model_not_installed`, `model_invalid`, `cancelled`; what reading throws
 */
export async function diarizeNeural(
  pcm: PcmReader,
  voice: readonly Stretch[],
  files: { segmentation: string; embedding: string },
  count: SpeakerCount,
  options: { signal?: AbortSignal | undefined; onMs?: ((ms: number) => void) | undefined } = {},
): Promise<NeuralDiarization> {
  const segmentation = await loadSegmentationModel(files.segmentation);
  try {
    const embedding = await loadEmbeddingModel(files.embedding);
    try {
      return await diarize(pcm, voice, segmentation, embedding, count, options);
    } finally {
      await embedding.dispose();
    }
  } finally {
    await segmentation.dispose();
  }
}

async function diarize(
  pcm: PcmReader,
  voice: readonly Stretch[],
  segmentation: SegmentationModel,
  embedding: EmbeddingModel,
  count: SpeakerCount,
  { signal, onMs }: { signal?: AbortSignal | undefined; onMs?: ((ms: number) => void) | undefined },
): Promise<NeuralDiarization> {
  const windows: { start: number; masks: Uint8Array }[] = [];
  const voices: LocalVoice[] = [];
  const samples = new Float32Array(segmentationSamples);
  for (const start of windowStarts(pcm.samples, voice)) {
    throwIfAborted(signal);
    await yieldToEventLoop();
    await pcm.read(start, samples);
    const masks = await segmentation.segment(samples);
    if (masks.some((mask) => mask !== 0)) {
      const features = embedding.features(samples);
      for (let speaker = 0; speaker < localSpeakers; speaker++) {
        throwIfAborted(signal);
        const rows = rowsOf(masks, speaker, features.length / fbankBins);
        if (rows.length < leastRows) continue;
        voices.push({
          window: windows.length,
          speaker,
          ms: rows.length * 10,
          embedding: await embedding.embed(pick(features, rows)),
        });
      }
    }
    windows.push({ start, masks });
    onMs?.(Math.min(pcm.samples, start + segmentationSamples) / samplesPerMs);
  }
  const leading = voices.filter(({ ms }) => ms >= leastMsToLead);
  const taught = leading.length > 0 ? leading : voices;
  const middles =
    taught.length === 0
      ? []
      : groupVoices(
          taught.map((one) => one.embedding),
          taught.map(({ ms }) => ms),
          count,
        );
  const map = createSpeechMap(pcm.samples, middles.length);
  for (const [index, { start, masks }] of windows.entries()) {
    const here = voices.filter(({ window }) => window === index);
    // Two voices of one window are never one speaker, as long as there are enough speakers.
    const chosen = bestAssignment(
      here.map((one) => middles.map((middle) => 2 + cosine(one.embedding, middle))),
    );
    const speakers = new Array<number>(localSpeakers).fill(-1);
    for (const [row, one] of here.entries()) {
      const free = chosen[row] ?? -1;
      speakers[one.speaker] = free >= 0 ? free : nearest(one.embedding, middles);
    }
    map.add(start, masks, speakers);
  }
  return { turns: map.turns(), prints: middles, model: embedding.name };
}

/** Starts of the windows that hold voice, in samples. */
function windowStarts(samples: number, voice: readonly Stretch[]): number[] {
  const starts: number[] = [];
  let next = 0;
  for (let start = 0; start === 0 || start + stepSamples < samples; start += stepSamples) {
    while (next < voice.length && (voice[next]?.endMs ?? 0) * samplesPerMs <= start) next++;
    const stretch = voice[next];
    if (stretch && stretch.startMs * samplesPerMs < start + segmentationSamples) starts.push(start);
  }
  return starts;
}

/** Rows of the features in which this speaker speaks, alone where that is enough. */
function rowsOf(masks: Uint8Array, speaker: number, rows: number): number[] {
  const bit = 1 << speaker;
  const alone: number[] = [];
  const all: number[] = [];
  for (let row = 0; row < rows; row++) {
    const frame = Math.round((row * fbankHopSamples + rowOffset - segmentationOffset) / segmentationHop);
    const mask = masks[Math.max(0, Math.min(masks.length - 1, frame))] as number;
    if ((mask & bit) === 0) continue;
    all.push(row);
    if (mask === bit) alone.push(row);
  }
  return alone.length >= enoughAlone ? alone : all;
}

function nearest(embedding: Float32Array, middles: readonly Float32Array[]): number {
  const near = middles.map((middle) => cosine(embedding, middle));
  return near.indexOf(Math.max(...near));
}

function pick(features: Float32Array, rows: readonly number[]): Float32Array {
  const picked = new Float32Array(rows.length * fbankBins);
  for (const [index, row] of rows.entries())
    picked.set(features.subarray(row * fbankBins, (row + 1) * fbankBins), index * fbankBins);
  return picked;
}
