export {
  type Extraction,
  type ExtractionLimits,
  extractionContract,
  extractionLimitsSchema,
  extractionSchema,
  ocrContract,
  type PicturePlace,
} from './extraction.ts';
export {
  type ChunkSpan,
  chunkSpanSchema,
  type InferenceModelInfo,
  type InferencePriority,
  inferenceContract,
  inferenceModelInfoSchema,
  inferencePrioritySchema,
} from './inference.ts';
export {
  type DecodedMedia,
  decodedMediaSchema,
  type MediaInfo,
  type MediaLane,
  mediaContract,
  mediaInfoSchema,
  mediaLaneSchema,
} from './media.ts';
export {
  type HeardSegment,
  type HeardWord,
  heardSegmentSchema,
  heardWordSchema,
  type PcmStretch,
  pcmStretchSchema,
  type Transcribed,
  type TranscriptionDevice,
  transcribedSchema,
  transcriptionContract,
  transcriptionDeviceSchema,
} from './transcription.ts';
