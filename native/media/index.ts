export { loadDecoder, type MediaDecoder } from './loadDecoder.ts';
export { MediaFailure, type OpenRecording, type RecordingBytes, type SoundBlock } from './openRecording.ts';
