import type { HeardSegment, NewTranscript } from '../transcript.ts';

/** `[speaker, start, text]`, and an end where it is not the number of words times `wordMs`. Milliseconds. */
export type Line = readonly [
  speaker: number | null,
  startMs: number,
  text: string,
  endMs?: number,
  lane?: number,
];

export const wordMs = 400;

/** A segment whose words follow one another without a pause. */
export function makeSegment([speaker, startMs, text, endMs, lane = 0]: Line): HeardSegment {
  const texts = text.split(/\s+/u).filter((word) => word !== '');
  const length = endMs === undefined ? wordMs : (endMs - startMs) / Math.max(1, texts.length);
  const words = texts.map((word, index) => ({
    startMs: startMs + index * length,
    endMs: startMs + (index + 1) * length,
    text: word,
    confidence: 0.9,
  }));
  return { startMs, endMs: startMs + texts.length * length, lane, speaker, text, words, confidence: 0.9 };
}

export function makeTranscript(lines: readonly Line[], more: Partial<NewTranscript> = {}): NewTranscript {
  const segments = lines.map(makeSegment);
  const numbers = [...new Set(segments.flatMap(({ speaker }) => speaker ?? []))];
  return {
    model: 'tiny',
    language: 'en',
    durationMs: Math.max(0, ...segments.map(({ endMs }) => endMs)),
    media: {
      mediaType: 'audio/wav',
      container: 'wav',
      tracks: [],
      chapters: [],
      hasCover: false,
      properties: {},
    },
    diarization: numbers.length > 0 ? 'spectral' : null,
    warnings: [],
    waveform: [0, 0.5, 1],
    speakers: numbers.map((number) => ({
      number,
      embedding: null,
      embeddingModel: null,
      speechMs: segments
        .filter(({ speaker }) => speaker === number)
        .reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0),
    })),
    segments,
    ...more,
  };
}

/** A voice that is like others made of the same direction. */
export function makeVoice(direction: number, lean = 0, size = 192): Float32Array {
  const voice = new Float32Array(size);
  voice[direction % size] = Math.sqrt(1 - lean * lean);
  voice[(direction + 97) % size] = lean;
  return voice;
}
