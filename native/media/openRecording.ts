import { type RecordingExports, recordingImports } from './recordingImports.ts';

/** The bytes of one file, for a reader that cannot wait. */
export interface RecordingBytes {
  readonly size: number;
  /** Fills `target` from `position` on. Returns how many bytes there were; 0 at the end. What it throws ends the call. */
  read(position: number, target: Uint8Array): number;
}

/** What one call to `decode` gave. */
export interface SoundBlock {
  /** Samples of silence before those of `samples`: the file has nothing for that time. */
  silence: number;
  /** Interleaved; only valid until the next call. */
  samples: Int16Array;
  hasEnded: boolean;
}

/** A recording, open for reading: described, then either scanned or decoded, from its start to its end. */
export interface OpenRecording {
  /** JSON as recording.c writes it. */
  describe(): unknown;
  /** The picture of a stream that is one; a copy. */
  picture(stream: number): Uint8Array;
  /** Reads on without decoding; false when it is at the end. */
  scan(): boolean;
  /** Milliseconds up to the end of the last packet scanned; undefined without one. */
  scannedMs(): number | undefined;
  /** @throws MediaFailure when the stream's kind is not known */
  start(stream: number, channels: 1 | 2, sampleRate: number): void;
  /** About a second of sound, or less where there was much to skip. @throws MediaFailure */
  decode(): SoundBlock;
  /** Packets that could not be decoded so far, and frames that could. */
  counts(): { errors: number; frames: number };
}

/** What FFmpeg could not do: its number (an AVERROR) and its words, which are for a log and not for a person. */
export class MediaFailure extends Error {
  override readonly name = 'MediaFailure';
  readonly status: number;

  constructor(message: string, status: number, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

export function openRecording(module: WebAssembly.Module, bytes: RecordingBytes): OpenRecording {
  /** What reading threw: it must not travel through the module, whose state would be lost. */
  let thrown: unknown;
  const exports: RecordingExports = new WebAssembly.Instance(
    module,
    recordingImports(
      () => exports.memory,
      (position, target) => {
        if (thrown !== undefined) return -1;
        // What a damaged file points to may lie anywhere.
        if (!(position >= 0 && position < bytes.size)) return 0;
        try {
          return bytes.read(position, target);
        } catch (error) {
          thrown = error;
          return -1;
        }
      },
    ),
  ).exports as RecordingExports;

  const copy = (pointer: number, length: number) =>
    Buffer.from(new Uint8Array(exports.memory.buffer, pointer, length));
  const message = () =>
    copy(exports.recording_message(), exports.recording_message_length()).toString('utf8').trim();

  /** Calls into the module; traps (its memory at an end, a defect of its) become failures. */
  function run<T>(call: () => T): T {
    let result: T;
    try {
      result = call();
    } catch (error) {
      throw new MediaFailure(error instanceof Error ? error.message : String(error), 0, error);
    }
    if (thrown !== undefined) throw thrown;
    return result;
  }
  function check(status: number): number {
    if (status < 0) throw new MediaFailure(message() || `AVERROR ${status}`, status);
    return status;
  }

  let channels = 1;
  run(() => exports._initialize());
  check(run(() => exports.recording_open(bytes.size)));
  return {
    describe() {
      const pointer = run(() => exports.recording_describe());
      if (pointer === 0) throw new MediaFailure('Its description does not fit into memory.', 0);
      return JSON.parse(copy(pointer, exports.recording_description_length()).toString('utf8'));
    },
    picture: (stream) => copy(exports.recording_picture(stream), exports.recording_picture_length(stream)),
    scan: () => run(() => exports.recording_scan()) === 1,
    scannedMs() {
      const end = exports.recording_scanned();
      return end < 0 ? undefined : end;
    },
    start(stream, count, sampleRate) {
      channels = count;
      check(run(() => exports.recording_start(stream, count, sampleRate)));
    },
    decode() {
      const count = check(run(() => exports.recording_decode()));
      return {
        silence: exports.recording_silence(),
        samples: new Int16Array(exports.memory.buffer, exports.recording_samples(), count * channels),
        hasEnded: exports.recording_has_ended() === 1,
      };
    },
    counts: () => ({ errors: exports.recording_errors(), frames: exports.recording_frames() }),
  };
}
