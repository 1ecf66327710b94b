export {
  type ExcludedPath,
  excludedAmong,
  excludePath,
  includePaths,
  listExcluded,
} from './excludedPaths.ts';
export { namedAmong, nameFiles } from './namedFiles.ts';
export {
  countDocumentsUnder,
  type DocumentCounts,
  type FolderMount,
  type FolderRules,
  listWatchedFolders,
  type WatchedFolder,
} from './readFolders.ts';
export {
  addWatchedFolder,
  pauseWatchedFolder,
  recordFolderSync,
  removeWatchedFolders,
} from './writeFolders.ts';
