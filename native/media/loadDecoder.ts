import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type OpenRecording, openRecording, type RecordingBytes } from './openRecording.ts';

export interface MediaDecoder {
  /**
   * Reads what the recording holds. Every recording has an instance and a memory of its own, which goes with it.
   *
   * @throws MediaFailure when it is no recording, is damaged, or needs more memory than there is
   */
  open(bytes: RecordingBytes): OpenRecording;
}

/** FFmpeg's demuxers and audio decoders, from the wasm file in their package; compiled once, some 30 ms. */
export async function loadDecoder(): Promise<MediaDecoder> {
  const file = await readFile(fileURLToPath(import.meta.resolve('@adiuva/ffmpeg/ffmpeg.wasm')));
  const module = new WebAssembly.Module(new Uint8Array(file));
  return { open: (bytes) => openRecording(module, bytes) };
}
