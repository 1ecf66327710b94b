import { chatRpc } from './chat.ts';
import { foldersRpc } from './folders.ts';
import { jobsRpc } from './jobs.ts';
import { libraryRpc } from './library.ts';
import { modelsRpc } from './models.ts';
import { picturesRpc } from './pictures.ts';
import { searchRpc } from './search.ts';
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
  ...systemRpc,
  ...tagsRpc,
};
export type EngineContract = typeof engineContract;

export {
  type Answer,
  type AskEvent,
  answerSchema,
  askEventSchema,
  type Citation,
  chatRpc,
  citationSchema,
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
  type JobState,
  jobProgressSchema,
  jobSchema,
  jobStateSchema,
  jobsRpc,
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
export { checkSchema, type ProviderSettings, providerSettingsSchema, systemRpc } from './system.ts';
export { type Tag, tagNameSchema, tagSchema, tagsRpc } from './tags.ts';
