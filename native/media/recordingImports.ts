/** What recording.c offers; pointers are offsets into the module's memory. */
export interface RecordingExports {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  recording_message(): number;
  recording_message_length(): number;
  recording_open(bytes: number): number;
  recording_describe(): number;
  recording_description_length(): number;
  recording_picture(stream: number): number;
  recording_picture_length(stream: number): number;
  recording_scan(): number;
  recording_scanned(): number;
  recording_start(stream: number, channels: number, rate: number): number;
  recording_decode(): number;
  recording_samples(): number;
  recording_silence(): number;
  recording_has_ended(): number;
  recording_errors(): number;
  recording_frames(): number;
}

/** WASI's number for "not there". */
const badFile = 8;

/**
 * All that the module can reach: the bytes of its recording and a clock. Files, arguments and the environment that its C
 * library asks for are not there.
 */
export function recordingImports(
  memory: () => WebAssembly.Memory,
  read: (position: number, target: Uint8Array) => number,
): object {
  const view = () => new DataView(memory().buffer);
  const refuse = () => badFile;
  return {
    host: {
      read: (position: number, pointer: number, length: number) =>
        read(position, new Uint8Array(memory().buffer, pointer, length)),
    },
    wasi_snapshot_preview1: {
      clock_time_get(_clock: number, _precision: bigint, pointer: number) {
        view().setBigUint64(pointer, process.hrtime.bigint(), true);
        return 0;
      },
      environ_sizes_get(countPointer: number, bytesPointer: number) {
        view().setUint32(countPointer, 0, true);
        view().setUint32(bytesPointer, 0, true);
        return 0;
      },
      environ_get: () => 0,
      fd_close: refuse,
      fd_fdstat_get: refuse,
      fd_fdstat_set_flags: refuse,
      fd_prestat_get: refuse,
      fd_prestat_dir_name: refuse,
      fd_read: refuse,
      fd_seek: refuse,
      fd_write: refuse,
      path_open: refuse,
      poll_oneoff: refuse,
      proc_exit(code: number): never {
        throw new Error(`FFmpeg gave up (${code}).`);
      },
    },
  };
}
