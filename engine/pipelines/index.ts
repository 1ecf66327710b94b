export {
  identityOf,
  isSameStamp,
  isSureIdentity,
  toFileError,
  toFileStamp,
} from './fileStamp.ts';
export {
  createIndexFileHandler,
  type IndexFileDeps,
  type IndexFilePayload,
  indexFileKind,
  indexJobKey,
  pipelineVersion,
} from './indexFile.ts';
export { createSourceReader, type SourceReader } from './readSource.ts';
export { createReembedHandler, reembedKind } from './reembed.ts';
