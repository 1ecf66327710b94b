import { auditRpc } from './audit.ts';
import { chatRpc } from './chat.ts';
import { foldersRpc } from './folders.ts';
import { jobsRpc } from './jobs.ts';
import { libraryRpc } from './library.ts';
import { modelsRpc } from './models.ts';
import { picturesRpc } from './pictures.ts';
import { searchRpc } from './search.ts';
import { settingsRpc } from './settings.ts';
import { systemRpc } from './system.ts';
import { tagsRpc } from './tags.ts';

/** Everything a renderer, a command line or another client may ask of the engine. */
export const engineContract = {
  ...libraryRpc,
  ...foldersRpc,
  ...searchRpc,
  ...chatRpc,
  ...jobsRpc,
  ...modelsRpc,
  ...picturesRpc,
  ...settingsRpc,
  ...auditRpc,
  ...systemRpc,
  ...tagsRpc,
};
export type EngineContract = typeof engineContract;

export { type AuditEntry, auditEntrySchema, auditKindSchema, auditRpc } from './audit.ts';
export {
  type Answer,
  type AskEvent,
  type AskScope,
  type Attachment,
  answerSchema,
  askEventSchema,
  askScopeSchema,
  attachmentSchema,
  type Citation,
  type ConversationSummary,
  chatRpc,
  citationSchema,
  conversationSummarySchema,
  type Message,
  messageSchema,
} from './chat.ts';
export {
  type FileKind,
  type FolderState,
  type FolderSync,
  fileKindSchema,
  folderStateSchema,
  folderSyncSchema,
  foldersRpc,
  type WatchedFolder,
  watchedFolderSchema,
} from './folders.ts';
export {
  type Job,
  type JobProgress,
  type JobStage,
  type JobState,
  jobCountsSchema,
  jobProgressSchema,
  jobSchema,
  jobStageSchema,
  jobStateSchema,
  jobsRpc,
  type QueueState,
  queueStateSchema,
} from './jobs.ts';
export {
  type DocumentOrder,
  type DocumentStatus,
  type DocumentSummary,
  documentOrderSchema,
  documentStatusSchema,
  documentSummarySchema,
  type IngestEvent,
  type IngestedDocument,
  type IngestResult,
  type IngestTotals,
  ingestEventSchema,
  ingestedDocumentSchema,
  ingestResultSchema,
  ingestTotalsSchema,
  libraryRpc,
  outcomesSchema,
} from './library.ts';
export {
  type ModelProgress,
  type ModelSummary,
  modelProgressSchema,
  modelSummarySchema,
  modelsRpc,
} from './models.ts';
export { type DrawnPicture, drawnPictureSchema, picturesRpc } from './pictures.ts';
export {
  type SearchFilters,
  type SearchInput,
  type SearchMode,
  type SearchOutput,
  type SearchResult,
  searchFiltersSchema,
  searchInputSchema,
  searchModeSchema,
  searchOutputSchema,
  searchResultSchema,
  searchRpc,
} from './search.ts';
export {
  type InterfaceLanguage,
  interfaceLanguageSchema,
  type Settings,
  settingsRpc,
  settingsSchema,
} from './settings.ts';
export { checkSchema, type ProviderSettings, providerSettingsSchema, systemRpc } from './system.ts';
export { type Tag, tagNameSchema, tagSchema, tagsRpc } from './tags.ts';
