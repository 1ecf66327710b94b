import { createPcmFramer } from './pcmFramer.ts';
import { type FromWorklet, pcmProcessor, type ToWorklet, type WorkletOptions } from './pcmMessages.ts';

/** What a worklet has around it; the compiler knows only pages. */
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions: WorkletOptions }) => AudioWorkletProcessor,
): void;

const levelsASecond = 15;

/** Runs beside the page, in step with the sound card: a page that is busy loses no sample. */
class PcmProcessor extends AudioWorkletProcessor {
  readonly #framer;
  #isEnded = false;

  constructor({ processorOptions: { sources, chunkMs } }: { processorOptions: WorkletOptions }) {
    super();
    const tell = (message: FromWorklet, given: Transferable[] = []) => this.port.postMessage(message, given);
    this.#framer = createPcmFramer({
      sources,
      chunkFrames: Math.round((sampleRate * chunkMs) / 1000),
      levelFrames: Math.round(sampleRate / levelsASecond),
      onChunk: (chunk) => tell({ type: 'chunk', chunk }, [chunk]),
      onLevels: (peaks) => tell({ type: 'levels', peaks: [...peaks] }),
    });
    this.#framer.setPaused(true);
    this.port.onmessage = ({ data }: MessageEvent<ToWorklet>) => {
      if (data.type === 'pause') this.#framer.setPaused(data.isPaused);
      if (data.type !== 'end') return;
      this.#framer.flush();
      this.#isEnded = true;
      tell({ type: 'ended' });
    };
  }

  process(inputs: Float32Array[][]): boolean {
    const length = inputs.find((input) => input[0])?.[0]?.length ?? 128;
    if (!this.#isEnded) this.#framer.push(inputs, length);
    return !this.#isEnded;
  }
}

registerProcessor(pcmProcessor, PcmProcessor);
