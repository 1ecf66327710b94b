export { type FolderFollower, followFolders } from './followFolders.ts';
export { createIndexFileHandler, type IndexFileDeps } from './indexFile.ts';
export { defaultKnowledgeBase, type IngestDeps, type IngestRequest, ingest } from './ingest.ts';
export { createReembedHandler, reembedKind } from './reembed.ts';
export { documentsUnder, stopIndexing } from './removeFromLibrary.ts';
export { syncFolder } from './syncFolder.ts';
