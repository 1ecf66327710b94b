export {
  type DocumentAt,
  type DocumentMove,
  keepDocuments,
  markMissing,
  moveDocument,
  moveDocuments,
  moveToKnowledgeBase,
  purgeMissing,
  refreshStamp,
  removeDocuments,
  reviveDocuments,
} from './changeDocuments.ts';
export {
  type CommitDocument,
  commitDocument,
  type DocumentIdentity,
  type NewChunk,
  recordUnindexed,
} from './commitDocument.ts';
export type { DocumentRecord, FileStamp } from './documentRecord.ts';
export { countListed, listRowIds } from './documentTable.ts';
export {
  type DocumentToIndex,
  findDocumentsOfContent,
  listToIndex,
  type UnheardFor,
  type WantedToIndex,
} from './indexedBefore.ts';
export { readIndexVersion } from './indexVersion.ts';
export { hasKnowledgeBase } from './knowledgeBaseNumbers.ts';
export {
  clearRemoved,
  createKnowledgeBase,
  ensureKnowledgeBase,
  findKnowledgeBase,
  isClearing,
  type KnowledgeBase,
  knowledgeBaseName,
  listKnowledgeBases,
  removeKnowledgeBase,
  renameKnowledgeBase,
} from './knowledgeBases.ts';
export { knownContent } from './knownContent.ts';
export {
  countDocuments,
  type DocumentCursor,
  type DocumentOrder,
  findCopies,
  type ListedDocument,
  listDocuments,
  readListed,
} from './listDocuments.ts';
export {
  type KnownDocument,
  readDocumentsBetween,
  readDocumentsByIdentity,
} from './placedDocuments.ts';
export {
  findMemberPart,
  listDocumentsUnder,
  type PlacedDocument,
  pathsTaken,
  readChunks,
  readDocument,
  readDocumentsByPath,
  readParts,
  readPlaces,
  readTotals,
  readTwins,
} from './readDocuments.ts';
export { activateModel, findModelKey, readTextsWithoutVector } from './servingModel.ts';
export { readStagedParts, stageParts } from './stagedParts.ts';
