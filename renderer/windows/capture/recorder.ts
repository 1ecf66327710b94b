import type { Capture } from '@adiuva/contracts/rpc';
import { type FromWorklet, pcmProcessor, type ToWorklet, type WorkletOptions } from './pcmMessages.ts';
import workletAddress from './pcmWorklet.ts?worker&url';
import { stopStream } from './soundInput.ts';

export type SoundSource = Capture['sources'][number];

export interface RecorderEvents {
  /** Interleaved 16-bit samples, a channel a source. */
  onChunk(chunk: ArrayBuffer): void;
  /** The loudest of each source since it was last told, 0 to 1. */
  onLevels(peaks: readonly number[]): void;
  /** A device was unplugged, or the person stopped sharing. */
  onLost(source: SoundSource): void;
}

/** Hears streams as one recording with a channel for each. Begins paused. */
export interface Recorder {
  /** Hertz. */
  readonly sampleRate: number;
  readonly sources: readonly SoundSource[];
  /** Another stream in the place of one. */
  replace(source: SoundSource, stream: MediaStream): void;
  setPaused(isPaused: boolean): void;
  /** What is left of the last chunk is given out before it resolves. The streams are stopped. */
  end(): Promise<void>;
}

const chunkMs = 250;
/** A context that does not answer is not waited for. */
const endMs = 2000;

/** The engine takes no more; what some cards give is resampled by the browser. */
const mostHertz = 96_000;

function openContext(): AudioContext {
  const context = new AudioContext({ latencyHint: 'balanced' });
  if (context.sampleRate <= mostHertz) return context;
  void context.close();
  return new AudioContext({ latencyHint: 'balanced', sampleRate: mostHertz / 2 });
}

/** @throws Error when the browser has no sound to work with */
export async function createRecorder(
  streams: ReadonlyMap<SoundSource, MediaStream>,
  events: RecorderEvents,
): Promise<Recorder> {
  const context = openContext();
  try {
    await context.resume();
    await context.audioWorklet.addModule(workletAddress);
  } catch (error) {
    await context.close().catch(() => undefined);
    throw error;
  }
  const sources = [...streams.keys()];
  const processorOptions: WorkletOptions = { sources: sources.length, chunkMs };
  const node = new AudioWorkletNode(context, pcmProcessor, {
    numberOfInputs: sources.length,
    numberOfOutputs: 0,
    processorOptions,
  });
  const inputs = new Map<SoundSource, { stream: MediaStream; node: MediaStreamAudioSourceNode }>();
  let ended: (() => void) | null = null;
  const tell = (message: ToWorklet) => node.port.postMessage(message);

  node.port.onmessage = ({ data }: MessageEvent<FromWorklet>) => {
    if (data.type === 'chunk') events.onChunk(data.chunk);
    else if (data.type === 'levels') events.onLevels(data.peaks);
    else ended?.();
  };

  function connect(source: SoundSource, stream: MediaStream): void {
    const input = context.createMediaStreamSource(stream);
    input.connect(node, 0, sources.indexOf(source));
    inputs.set(source, { stream, node: input });
    for (const track of stream.getAudioTracks())
      track.addEventListener('ended', () => {
        if (inputs.get(source)?.stream === stream) events.onLost(source);
      });
  }
  for (const [source, stream] of streams) connect(source, stream);

  return {
    sampleRate: context.sampleRate,
    sources,
    replace(source, stream) {
      const before = inputs.get(source);
      inputs.delete(source);
      before?.node.disconnect();
      stopStream(before?.stream ?? null);
      connect(source, stream);
    },
    setPaused: (isPaused) => tell({ type: 'pause', isPaused }),
    async end() {
      await new Promise<void>((resolve) => {
        ended = resolve;
        setTimeout(resolve, endMs);
        tell({ type: 'end' });
      });
      for (const { stream, node: input } of inputs.values()) {
        input.disconnect();
        stopStream(stream);
      }
      inputs.clear();
      await context.close().catch(() => undefined);
    },
  };
}
