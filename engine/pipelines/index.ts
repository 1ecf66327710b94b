export type { RecordingChunking } from './chunkBatch.ts';
export {
  hashFile,
  identityOf,
  isSameStamp,
  isSureIdentity,
  readFileStamp,
  toFileError,
  toFileStamp,
} from './fileStamp.ts';
export { createIndexFileHandlers, type IndexFileDeps, pipelineVersion } from './indexFile.ts';
export {
  findIndexJobs,
  findIndexJobsBetween,
  type IndexFilePayload,
  indexFileKind,
  indexJobKey,
  indexRecordingKind,
  isIndexJob,
  toIndexJob,
} from './indexJobs.ts';
export { judgeIndexError } from './judgeIndexError.ts';
export { createSourceReader, type Source, type SourceReader } from './readSource.ts';
export { createReembedHandler, reembedKind } from './reembed.ts';
export type {
  HeardRecording,
  RecordingHearing,
  RecordingSource,
  UnheardRecording,
} from './transcribeRecordings.ts';
