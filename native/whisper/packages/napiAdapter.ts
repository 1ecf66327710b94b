import { readModelFile } from '../modelFile.ts';
import { type WhisperAdapter, WhisperError, type WhisperModel } from '../whisperPort.ts';
import { loadPackage, mainFileOf, napiPackage } from './platformPackages.ts';
import { groupWords, type TimedText } from './wordPieces.ts';

/** What is used of @napi-rs/whisper; times are in hundredths of a second. */
interface NapiModule {
  Whisper: {
    new (path: string, options: { useGpu: boolean; flashAttn: boolean }): NapiWhisper;
    lang(id: number): string | null;
  };
  WhisperFullParams: new (strategy: number) => Record<string, unknown>;
}

interface NapiWhisper {
  full(params: Record<string, unknown>, samples: Float32Array): string;
  readonly fullLangId: number;
}

const greedy = 0;
const leastSamples = 19_200;

/**
 * @napi-rs/whisper: whisper.cpp with all that a PC's processor can do, for Linux and macOS. It computes on the calling
 * thread, and what it has to say meanwhile comes afterwards; it tells no probabilities.
 */
export function createNapiAdapter(): WhisperAdapter {
  const name = napiPackage();

  function load(): NapiModule {
    try {
      return loadPackage(name ?? '') as NapiModule;
    } catch (cause) {
      throw new WhisperError('library', 'The prebuilt whisper.cpp does not load on this machine.', { cause });
    }
  }

  return {
    name: 'napi',
    async devices() {
      if (name === null || mainFileOf(name) === null) return [];
      try {
        load();
      } catch {
        return [];
      }
      return [{ id: 'napi:cpu', adapter: 'napi', kind: 'cpu', name: 'CPU', memoryBytes: null }];
    },
    async load(file) {
      await readModelFile(file);
      const module = load();
      try {
        return createModel(module, new module.Whisper(file, { useGpu: false, flashAttn: true }));
      } catch (cause) {
        throw new WhisperError('memory', 'The model does not fit into the memory of this machine.', {
          cause,
        });
      }
    },
  };
}

function createModel({ Whisper, WhisperFullParams }: NapiModule, loaded: NapiWhisper): WhisperModel {
  let whisper: NapiWhisper | null = loaded;
  return {
    async run(samples, { language, prompt, threads, translate }) {
      if (!whisper) throw new WhisperError('run', 'The model is not loaded any more.');
      const words: TimedText[] = [];
      const params = new WhisperFullParams(greedy);
      Object.assign(params, {
        nThreads: threads,
        language: language ?? 'auto',
        translate,
        noContext: true,
        printProgress: false,
        printTimestamps: false,
        printRealtime: false,
        suppressNonSpeechTokens: true,
        // A segment a word, since it gives times to segments alone.
        tokenTimestamps: true,
        maxLen: 1,
        splitOnWord: true,
        onNewSegment({ text, start, end }: { text: string; start: number; end: number }) {
          words.push({ text, startMs: start * 10, endMs: end * 10 });
        },
      });
      if (prompt) params.initialPrompt = prompt;
      try {
        const heard = new Float32Array(Math.max(samples.length, leastSamples));
        heard.set(samples);
        const text = whisper.full(params, heard);
        // Its segments come as messages.
        await settled(() => words.reduce((sum, word) => sum + word.text.length, 0) >= text.length);
      } catch (cause) {
        throw new WhisperError('run', 'whisper.cpp gave up.', { cause });
      }
      return {
        language: language ?? Whisper.lang(whisper.fullLangId) ?? 'en',
        languageProbability: null,
        segments: groupWords(words),
      };
    },
    async dispose() {
      // Its memory goes back when nothing refers to it; a worker that must be empty is ended.
      whisper = null;
    },
  };
}

/** Turns of the event loop until messages that have been sent have come. */
async function settled(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100 && !isDone(); turn++)
    await new Promise((resolve) => setTimeout(resolve, turn));
}
