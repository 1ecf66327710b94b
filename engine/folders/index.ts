export { type FolderFollower, type FollowOptions, followFolders } from './followFolders.ts';
export { defaultKnowledgeBase, ingest, requireWrite } from './ingest.ts';
export type { IngestDeps } from './ingestRun.ts';
export { queueFile } from './queueFile.ts';
export { documentsUnder, stopIndexing, stopIndexingInto } from './removeFromLibrary.ts';
export { requireFolder } from './syncFolder.ts';
