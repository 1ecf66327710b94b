/** A stretch of a track's sound. */
export interface Sound {
  /** Samples of silence before `samples`, a channel. */
  silence: number;
  /** Interleaved, 16-bit; only valid until the next stretch is asked for. */
  samples: Int16Array;
}

export interface SoundRequest {
  /** `index` of the track. */
  track: number;
  /** More channels than two are mixed to one by the decoder. */
  channels: 1 | 2;
  sampleRate: number;
  signal: AbortSignal | undefined;
}

/** A track, decoded as it is asked for; `errors` and `frames` hold for what was given so far. */
export interface SoundStream extends AsyncIterable<Sound> {
  counts(): { errors: number; frames: number };
}
