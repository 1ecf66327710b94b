export { scriptedProcessor, serveScriptedTranscriber, type TranscriptScript } from './scriptedTranscriber.ts';
export { type TinyWhisperOptions, writeTinyWhisper } from './writeTinyWhisper.ts';
export { writeTone } from './writeTone.ts';
