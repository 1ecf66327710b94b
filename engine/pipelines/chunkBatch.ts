import { type ChunkingOptions, type Part, type PresetName, presets } from '@adiuva/contracts';
import type { ChunkSpan, inferenceContract } from '@adiuva/contracts/workers';
import { AppError, chunkText, locateStretch, yieldToEventLoop } from '#base';
import { type EmbeddingModelInUse, type Passage, toPassage } from '#embedding';
import type { NewChunk } from '#storage';
import type { WorkerPool } from '#workers';

/** How transcripts are cut: by turn, by speaker or by length. */
export type RecordingChunking = 'diarization' | 'speaker' | 'fixed';

export interface ChunkingRequest {
  inference: WorkerPool<typeof inferenceContract>;
  model: EmbeddingModelInUse;
  preset: PresetName;
  recordingChunking: RecordingChunking;
  signal: AbortSignal;
}

/** Cuts the parts of a batch, transcripts by their own rules. @returns chunks in the order of the parts */
export async function chunkBatch(parts: readonly Part[], request: ChunkingRequest): Promise<ChunkSpan[]> {
  const isTranscript = (part: Part) => part.kind === 'recording';
  const ofRecordings = parts.filter(isTranscript);
  if (ofRecordings.length === 0) return cut(parts, presets[request.preset], request);
  const options = transcriptOptions(request);
  if (ofRecordings.length === parts.length) return cut(parts, options, request);
  const others = parts.filter((part) => !isTranscript(part));
  const spans = await Promise.all([
    cut(ofRecordings, options, request).then(inAll(parts, ofRecordings)),
    cut(others, presets[request.preset], request).then(inAll(parts, others)),
  ]);
  return spans.flat().sort((a, b) => a.part - b.part || a.start - b.start);
}

/** A recording that is read by the default preset is cut as a meeting; who asks for another gets that. */
function transcriptOptions({ preset, recordingChunking }: ChunkingRequest): ChunkingOptions {
  if (preset !== 'default' && preset !== 'meeting') return presets[preset];
  return { ...presets.meeting, strategy: recordingChunking };
}

async function cut(
  parts: readonly Part[],
  options: ChunkingOptions,
  { inference, model, signal }: ChunkingRequest,
): Promise<ChunkSpan[]> {
  // Boxes and the times of words are of no use to chunking and the largest thing in a part.
  const slim = parts.map(({ lines: _lines, times: _times, ...part }) => part);
  const { chunks } = await inference.call(
    'inference.chunk',
    { modelId: model.id, parts: slim, options },
    { signal },
  );
  return chunks;
}

/** Chunks of some of the parts, counted among all of them. */
function inAll(parts: readonly Part[], some: readonly Part[]) {
  const places = some.map((part) => parts.indexOf(part));
  return (spans: readonly ChunkSpan[]) => spans.map((span) => ({ ...span, part: places[span.part] ?? 0 }));
}

/** Chunks with hash and place, and what is to be embedded; in slices, since hashing many holds the loop. */
export async function toChunks(
  parts: readonly Part[],
  spans: readonly ChunkSpan[],
  firstOrdinal: number,
): Promise<{ rows: NewChunk[]; passages: Passage[] }> {
  const rows: NewChunk[] = [];
  const passages: Passage[] = [];
  for (const [index, span] of spans.entries()) {
    if (index % 100 === 99) await yieldToEventLoop();
    const part = parts[span.part];
    if (!part) throw new AppError('internal', 'A chunk names a part that is not there.');
    const passage = toPassage(chunkText(part.text, span));
    const ordinal = firstOrdinal + span.part;
    passages.push(passage);
    rows.push({
      ...span,
      part: ordinal,
      textHash: passage.hash,
      locator: JSON.stringify(locateStretch(part, ordinal, span.start, span.end)),
    });
  }
  return { rows, passages };
}
