import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { appendAudit, trimAudit } from '../audit/index.ts';
import {
  appendAnswer,
  appendQuestion,
  copyBranch,
  createConversation,
  deleteConversation,
  purgeConversations,
  renameConversation,
  restoreConversation,
  showMessage,
} from '../conversations/index.ts';
import {
  addWatchedFolder,
  excludePath,
  includePaths,
  nameFiles,
  pauseWatchedFolder,
  recordFolderSync,
  removeWatchedFolders,
} from '../folders/index.ts';
import { refreshCommonTerms } from '../keyword/index.ts';
import {
  activateModel,
  clearRemoved,
  commitDocument,
  createKnowledgeBase,
  ensureKnowledgeBase,
  keepDocuments,
  markMissing,
  moveDocument,
  moveDocuments,
  moveToKnowledgeBase,
  purgeMissing,
  readStagedParts,
  recordUnindexed,
  refreshStamp,
  removeDocuments,
  removeKnowledgeBase,
  renameKnowledgeBase,
  reviveDocuments,
  stageParts,
} from '../library/index.ts';
import { checkIntegrity } from '../maintenance/index.ts';
import {
  cancelJob,
  claimJobs,
  enqueueJobs,
  finishJob,
  loadStep,
  pruneJobs,
  renewLeases,
  requeueAbandoned,
  retryJob,
  retryJobs,
  saveStep,
} from '../queue/index.ts';
import {
  answerSuggestion,
  assignSegments,
  collectOrphanTranscripts,
  editSegment,
  forgetVoices,
  keepVoice,
  mergePeople,
  mergeSpeakers,
  nameSpeaker,
  putTranscript,
  recogniseSpeakers,
  removePerson,
  renamePerson,
  resolveConflict,
  revertSegment,
  setAliases,
  splitPerson,
  splitSpeaker,
} from '../recordings/index.ts';
import { writeSetting, writeSettings } from '../settings/index.ts';
import { putSummary, removeSummary } from '../summaries/index.ts';
import { addTags, removeTags, renameTag } from '../tags/index.ts';
import { collectUnusedVectors, ensureVectorTables, putVectors } from '../vectors/index.ts';

/**
 * Everything that may be written, by name. Each command runs inside a transaction of the writing thread and is
 * whole or not at all; arguments and results are structurally cloned.
 */
export const commands = {
  stageParts,
  commitDocument,
  readStagedParts,
  recordUnindexed,
  removeDocuments,
  refreshStamp,
  moveDocument,
  moveDocuments,
  moveToKnowledgeBase,
  markMissing,
  reviveDocuments,
  keepDocuments,
  purgeMissing,
  nameFiles,
  enqueueJobs,
  claimJobs,
  renewLeases,
  saveStep,
  loadStep,
  finishJob,
  cancelJob,
  retryJob,
  retryJobs,
  requeueAbandoned,
  pruneJobs,
  writeSetting,
  writeSettings,
  appendAudit,
  trimAudit,
  putSummary,
  removeSummary,
  addTags,
  removeTags,
  renameTag,
  activateModel,
  addWatchedFolder,
  excludePath,
  includePaths,
  pauseWatchedFolder,
  recordFolderSync,
  removeWatchedFolders,
  createKnowledgeBase,
  renameKnowledgeBase,
  removeKnowledgeBase,
  clearRemoved,
  ensureKnowledgeBase: (db: SqliteDatabase, { name }: { name: string }) => ensureKnowledgeBase(db, name),
  createConversation,
  appendQuestion,
  appendAnswer,
  showMessage,
  copyBranch,
  renameConversation,
  deleteConversation,
  restoreConversation,
  purgeConversations,
  putTranscript,
  editSegment,
  revertSegment,
  resolveConflict,
  assignSegments,
  nameSpeaker,
  answerSuggestion,
  mergeSpeakers,
  splitSpeaker,
  keepVoice,
  recogniseSpeakers,
  collectOrphanTranscripts,
  renamePerson,
  setAliases,
  mergePeople,
  splitPerson,
  removePerson,
  forgetVoices,
  putVectors: (db: SqliteDatabase, args: { modelKey: number; rows: readonly NewVector[] }) =>
    putVectors(db, args.modelKey, args.rows),
  collectUnusedVectors: (db: SqliteDatabase, { limit }: { limit: number }) => collectUnusedVectors(db, limit),
  ensureVectorTables: (db: SqliteDatabase, args: { modelName: string; dimensions: number; now: number }) =>
    ensureVectorTables(db, args.modelName, args.dimensions, args.now),
  refreshCommonTerms: (db: SqliteDatabase, { budgetMs }: { budgetMs: number }) =>
    refreshCommonTerms(db, budgetMs),
  checkIntegrity: (db: SqliteDatabase, _args: Record<never, never>) => checkIntegrity(db),
} satisfies Record<string, (db: SqliteDatabase, args: never) => unknown>;

interface NewVector {
  textHash: Uint8Array;
  vector: Float32Array;
}

export type Commands = typeof commands;
export type CommandName = keyof Commands;
