export { createAuditApi } from './auditApi.ts';
export { createCaptureApi } from './captureApi.ts';
export { createChatApi } from './chatApi.ts';
export { createChatLibrary } from './chatLibrary.ts';
export { checkFilters } from './checkFilters.ts';
export { createDoctor, type Doctor } from './doctor.ts';
export { createFoldersApi, graceDays } from './foldersApi.ts';
export { readHardware } from './hardware.ts';
export { createHearingApi } from './hearingApi.ts';
export { removeImportedCopies } from './importedCopies.ts';
export { createJobsApi } from './jobsApi.ts';
export { createLibraryApi } from './libraryApi.ts';
export { createModelsApi } from './modelsApi.ts';
export { createPeopleApi } from './peopleApi.ts';
export { createPicturesApi } from './picturesApi.ts';
export { createRecordingsApi } from './recordingsApi.ts';
export { createSettingsApi } from './settingsApi.ts';
export { createSimilarApi } from './similarApi.ts';
export { createSummariesApi } from './summariesApi.ts';
export {
  createSystemApi,
  engineVersion,
  readDefaultModel,
  readOcrLanguages,
  readProviders,
} from './systemApi.ts';
export { createTagsApi } from './tagsApi.ts';
