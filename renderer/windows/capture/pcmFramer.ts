/** Samples of one moment, a source each. An empty list is silence: nothing is connected there. */
export type SourceBlock = readonly Float32Array[];

export interface PcmFramerOptions {
  /** How many sources are heard: as many channels come out. */
  sources: number;
  /** Samples a channel that make a chunk. */
  chunkFrames: number;
  /** Interleaved 16-bit little-endian samples; the buffer is the receiver's. */
  onChunk(chunk: ArrayBuffer): void;
  /** The loudest of each source since it was last told, 0 to 1. */
  onLevels(peaks: readonly number[]): void;
  levelFrames: number;
}

export interface PcmFramer {
  /** Blocks of the sources in their order, all as long as `length`. */
  push(blocks: readonly SourceBlock[], length: number): void;
  /** While it is on, loudness is told and nothing is kept. */
  setPaused(isPaused: boolean): void;
  /** Gives out what is there of a chunk. */
  flush(): void;
}

/** Turns what the sound card gives, in blocks of 128 samples, into chunks for the engine: each source mixed to one channel. */
export function createPcmFramer(options: PcmFramerOptions): PcmFramer {
  const { sources, chunkFrames, levelFrames, onChunk, onLevels } = options;
  let chunk = new DataView(new ArrayBuffer(chunkFrames * sources * 2));
  let filled = 0;
  let isPaused = false;
  let peaks = new Array<number>(sources).fill(0);
  let heard = 0;

  function give(): void {
    if (filled === 0) return;
    const { buffer } = chunk;
    onChunk(filled === chunkFrames ? buffer : buffer.slice(0, filled * sources * 2));
    chunk = new DataView(new ArrayBuffer(chunkFrames * sources * 2));
    filled = 0;
  }

  return {
    push(blocks, length) {
      for (let at = 0; at < length; at += 1) {
        for (let source = 0; source < sources; source += 1) {
          const sample = mixed(blocks[source] ?? [], at);
          const loudness = Math.abs(sample);
          if (loudness > (peaks[source] ?? 0)) peaks[source] = Math.min(1, loudness);
          if (!isPaused) chunk.setInt16((filled * sources + source) * 2, toInt16(sample), true);
        }
        heard += 1;
        if (isPaused) continue;
        filled += 1;
        if (filled === chunkFrames) give();
      }
      if (heard < levelFrames) return;
      heard = 0;
      onLevels(peaks);
      peaks = new Array<number>(sources).fill(0);
    },
    setPaused(next) {
      isPaused = next;
    },
    flush: give,
  };
}

function mixed(channels: SourceBlock, at: number): number {
  let sum = 0;
  for (const channel of channels) sum += channel[at] ?? 0;
  return channels.length === 0 ? 0 : sum / channels.length;
}

function toInt16(sample: number): number {
  const bounded = Math.max(-1, Math.min(1, sample));
  return Math.round(bounded < 0 ? bounded * 32_768 : bounded * 32_767);
}
