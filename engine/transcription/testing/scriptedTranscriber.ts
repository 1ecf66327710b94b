import {
  type HeardSegment,
  type TranscriptionDevice,
  transcriptionContract,
} from '@adiuva/contracts/workers';
import { AppError, type Port, serveContract } from '@adiuva/wire';

/** What a scripted transcriber hears: words at their times, whatever the sound is. */
export interface TranscriptScript {
  language: string;
  /** Milliseconds from the start of the recording; in order. */
  words: readonly { startMs: number; endMs: number; text: string; confidence?: number }[];
  /** Default: one processor. */
  devices?: readonly TranscriptionDevice[];
  /** Of each device and model that fails: how. Keys are `device` or `device modelFile`. */
  failures?: Readonly<Record<string, 'crash' | 'memory' | 'device' | 'invalid' | 'hang'>>;
  /** How long a call takes. */
  delayMs?: number;
}

const samplesPerMs = 16;
/** A longer pause, or the end of a sentence, ends a segment. */
const pauseMs = 800;

/**
 * A test part: answers `transcriptionContract` with the words of a script instead of a model's, for tests of what stands
 * above the transcriber. No weights can be had where tests run, so what a model would hear is given.
 */
export function serveScriptedTranscriber(port: Port, script: TranscriptScript): void {
  const devices = script.devices ?? [scriptedProcessor];
  let loaded: string | null = null;
  serveContract(
    transcriptionContract,
    port,
    {
      'transcription.devices': () => ({ devices: [...devices] }),
      async 'transcription.transcribe'({ modelFile, device: id, pcm }, { emit }) {
        const device = devices.find((candidate) => id === 'auto' || candidate.id === id);
        if (!device) throw new AppError('not_found', `There is no device ${id} to transcribe on.`);
        await fail(script.failures?.[`${device.id} ${modelFile}`] ?? script.failures?.[device.id]);
        loaded = modelFile;
        const startMs = pcm.startSample / samplesPerMs;
        const endMs = pcm.endSample / samplesPerMs;
        emit({ type: 'progress', fraction: 0.5 });
        if (script.delayMs) await new Promise((resolve) => setTimeout(resolve, script.delayMs));
        return {
          language: script.language,
          languageProbability: 0.99,
          segments: segmentsBetween(script.words, startMs, endMs),
          device: device.id,
          adapter: device.adapter,
          tookMs: script.delayMs ?? 0,
        };
      },
      'transcription.unload'() {
        loaded = null;
        return {};
      },
      'transcription.ping': () => ({ rssBytes: process.memoryUsage.rss(), loaded }),
    },
    undefined,
  );
}

export const scriptedProcessor: TranscriptionDevice = {
  id: 'scripted:cpu',
  adapter: 'scripted',
  kind: 'cpu',
  name: 'Scripted processor',
  memoryBytes: null,
};

async function fail(how: 'crash' | 'memory' | 'device' | 'invalid' | 'hang' | undefined): Promise<void> {
  if (how === 'crash') process.abort();
  if (how === 'hang') await new Promise(() => setInterval(() => undefined, 1000));
  if (how === 'invalid') throw new AppError('model_invalid', 'The model file is damaged.');
  if (how) throw new AppError('unavailable', 'The device did not do it.', { details: { fault: how } });
}

function segmentsBetween(words: TranscriptScript['words'], startMs: number, endMs: number): HeardSegment[] {
  const segments: HeardSegment[] = [];
  for (const { confidence = 0.9, ...word } of words) {
    const middle = (word.startMs + word.endMs) / 2;
    if (middle < startMs || middle >= endMs) continue;
    const last = segments.at(-1);
    const goesOn = last && word.startMs - last.endMs < pauseMs && !/[.!?]$/.test(last.text);
    if (goesOn) {
      last.text += ` ${word.text}`;
      last.endMs = word.endMs;
      last.words.push({ ...word, confidence });
    } else {
      segments.push({
        ...word,
        confidence: 0.9,
        noSpeechProbability: 0.01,
        words: [{ ...word, confidence }],
      });
    }
  }
  return segments;
}
