export type { ConversationCursor, ConversationPage, MessageRecord } from './conversations/index.ts';
export type { DocumentCounts, FolderMount, FolderRules, WatchedFolder } from './folders/index.ts';
export { analyze, foldText, type Term, type TermReader } from './keyword/index.ts';
export type {
  DocumentAt,
  DocumentCursor,
  DocumentIdentity,
  DocumentMove,
  DocumentOrder,
  DocumentRecord,
  DocumentToIndex,
  FileStamp,
  KnownDocument,
  ListedDocument,
  NewChunk,
  PlacedDocument,
  UnheardFor,
  WantedToIndex,
} from './library/index.ts';
export { restoreLibrary } from './maintenance/restore.ts';
export { openStorage, type Storage } from './openStorage.ts';
export type { JobLease, JobOutcome, JobPlace, JobRecord, NewJob } from './queue/index.ts';
export type { StorageReader } from './reader.ts';
export {
  type ChangedContents,
  type Diarization,
  type HeardSegment,
  type HeardSpeaker,
  joinTexts,
  type LikeVoice,
  type NamedIn,
  type NewTranscript,
  type PersonRecord,
  placeWords,
  type RecordingMedia,
  remembersVoicesSetting,
  type SegmentQuery,
  type SegmentRecord,
  type SpeakerRecord,
  type SpeaksIn,
  type StoredVoice,
  type TranscriptRecord,
  type Voice,
  type WordPlace,
} from './recordings/index.ts';
export type {
  ChunkCursor,
  ChunkRow,
  DocumentScope,
  DocumentSelection,
  DocumentSet,
  FoundChunk,
  SearchStore,
} from './search/index.ts';
export { embeddingModelSetting } from './settings/index.ts';
export type { SummaryRecord } from './summaries/index.ts';
export { type TagCount, type TagName, tagName } from './tags/index.ts';
export { codeBytes, type QuantisedVector, signCode, type VectorReader } from './vectors/index.ts';
export type { StorageWriter } from './writer/protocol.ts';
export { serveWriter } from './writer/serveWriter.ts';
