import { auditRpc } from './audit.ts';
import { captureRpc } from './capture.ts';
import { chatRpc } from './chat.ts';
import { foldersRpc } from './folders.ts';
import { jobsRpc } from './jobs.ts';
import { libraryRpc } from './library.ts';
import { modelsRpc } from './models.ts';
import { peopleRpc } from './people.ts';
import { picturesRpc } from './pictures.ts';
import { recordingsRpc } from './recordings.ts';
import { searchRpc } from './search.ts';
import { settingsRpc } from './settings.ts';
import { summariesRpc } from './summaries.ts';
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
  ...recordingsRpc,
  ...peopleRpc,
  ...captureRpc,
  ...summariesRpc,
};
export type EngineContract = typeof engineContract;

export { type AuditEntry, auditEntrySchema, auditKindSchema, auditRpc } from './audit.ts';
export { type Capture, captureRpc, captureSchema } from './capture.ts';
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
export { type Person, peopleRpc, personSchema } from './people.ts';
export { type DrawnPicture, drawnPictureSchema, picturesRpc } from './pictures.ts';
export {
  mediaChapterSchema,
  mediaTrackSchema,
  type Recording,
  type RecordingSpeaker,
  recordingSchema,
  recordingSpeakerSchema,
  recordingsRpc,
  type SpokenWord,
  segmentConflictSchema,
  spokenWordSchema,
  type Transcript,
  type TranscriptFormat,
  type TranscriptionOptions,
  type TranscriptSegment,
  transcriptFormatSchema,
  transcriptionOptionsSchema,
  transcriptSchema,
  transcriptSegmentSchema,
} from './recordings.ts';
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
export {
  type RecordingSummary,
  recordingSummarySchema,
  type SummaryLine,
  type SummaryTemplate,
  summariesRpc,
  summaryLineSchema,
  summarySectionSchema,
  summaryTemplateSchema,
} from './summaries.ts';
export { checkSchema, type ProviderSettings, providerSettingsSchema, systemRpc } from './system.ts';
export { type Tag, tagNameSchema, tagSchema, tagsRpc } from './tags.ts';
