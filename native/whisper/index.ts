export { builtFileNames, builtRuntimeFolder, hasBuiltRuntime, whisperVersion } from './builtRuntime.ts';
export { readModelFile, type WhisperModelFile, type WhisperSizes } from './modelFile.ts';
export { createWhisperAdapters, type WhisperAdapterOptions } from './whisperAdapters.ts';
export {
  type WhisperAdapter,
  type WhisperAdapterName,
  type WhisperDevice,
  WhisperError,
  type WhisperFault,
  type WhisperModel,
  type WhisperOutput,
  type WhisperPiece,
  type WhisperRunOptions,
  type WhisperSegment,
} from './whisperPort.ts';
