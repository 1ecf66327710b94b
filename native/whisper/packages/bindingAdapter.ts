import { setTimeout as delay } from 'node:timers/promises';
import { readModelFile } from '../modelFile.ts';
import { type WhisperAdapter, type WhisperDevice, WhisperError, type WhisperModel } from '../whisperPort.ts';
import { fugoodPackage, loadPackage, mainFileOf } from './platformPackages.ts';
import { spreadWords } from './wordPieces.ts';

/** What is used of @fugood/node-whisper-*; times are in milliseconds. */
interface FugoodModule {
  WhisperContext: {
    new (options: { filePath: string; useGpu: boolean; useFlashAttn: boolean }): FugoodContext;
    toggleNativeLog(enable: boolean, callback?: (level: string, text: string) => void): void;
  };
}

interface FugoodContext {
  transcribeData(
    pcm: ArrayBuffer,
    options: Readonly<Record<string, unknown>>,
  ): { promise: Promise<{ language?: string; segments: { text: string; t0: number; t1: number }[] }> };
  release(): Promise<void>;
}

/** The loader says after the fact whether it found a graphics card. */
const logMs = 50;
const leastSamples = 19_200;

/**
 * @fugood's whisper.cpp by its own functions: runs everywhere that we ship for, Windows too, where its C functions are
 * not exported. It tells no probabilities and no times of words, and on a PC's processor it is twenty times slower than
 * others: its builds know nothing above SSE.
 */
export function createBindingAdapter(): WhisperAdapter {
  function variantOf(device: WhisperDevice): 'default' | 'vulkan' {
    return device.kind === 'gpu' && process.platform !== 'darwin' ? 'vulkan' : 'default';
  }

  function load(variant: 'default' | 'vulkan'): FugoodModule {
    try {
      return loadPackage(fugoodPackage(variant)) as FugoodModule;
    } catch (cause) {
      throw new WhisperError('library', 'The prebuilt whisper.cpp does not load on this machine.', { cause });
    }
  }

  return {
    name: 'binding',
    async devices() {
      const found: WhisperDevice[] = [];
      const add = (kind: WhisperDevice['kind'], name: string) =>
        found.push({ id: `binding:${kind}`, adapter: 'binding', kind, name, memoryBytes: null });
      // Elsewhere the same library tells its graphics cards by its C functions.
      if (process.platform === 'win32' && loads('vulkan')) add('gpu', 'Vulkan');
      if (loads('default')) add('cpu', 'CPU');
      return found;

      function loads(variant: 'default' | 'vulkan'): boolean {
        if (mainFileOf(fugoodPackage(variant)) === null) return false;
        try {
          load(variant);
          return true;
        } catch {
          return false;
        }
      }
    },
    async load(file, device) {
      await readModelFile(file);
      const { WhisperContext } = load(variantOf(device));
      const useGpu = device.kind === 'gpu';
      const lines: string[] = [];
      WhisperContext.toggleNativeLog(true, (_level, text) => lines.push(text));
      try {
        const context = new WhisperContext({ filePath: file, useGpu, useFlashAttn: true });
        if (useGpu) {
          await delay(logMs);
          if (lines.some((line) => line.includes('no GPU found'))) {
            await context.release();
            throw new WhisperError('device', 'There is no graphics card that Vulkan can use.');
          }
        }
        return createModel(context);
      } catch (cause) {
        if (cause instanceof WhisperError) throw cause;
        throw new WhisperError('memory', `${device.name} does not take the model.`, { cause });
      } finally {
        WhisperContext.toggleNativeLog(false);
      }
    },
  };
}

function createModel(context: FugoodContext): WhisperModel {
  return {
    async run(samples, { language, prompt, threads, translate, onProgress }) {
      const { promise } = context.transcribeData(toPcm(samples), {
        language: language ?? 'auto',
        prompt: prompt ?? '',
        maxThreads: threads,
        translate,
        onProgress: (percent: number) => onProgress?.(Math.min(1, percent / 100)),
      });
      const result = await promise.catch((cause: unknown) => {
        throw new WhisperError('run', 'whisper.cpp gave up.', { cause });
      });
      return {
        language: result.language || language || 'en',
        languageProbability: null,
        segments: result.segments.map(({ text, t0, t1 }) => spreadWords({ text, startMs: t0, endMs: t1 })),
      };
    },
    dispose: () => context.release(),
  };
}

function toPcm(samples: Float32Array): ArrayBuffer {
  const pcm = new Int16Array(Math.max(samples.length, leastSamples));
  for (const [index, sample] of samples.entries())
    pcm[index] = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
  return pcm.buffer;
}
