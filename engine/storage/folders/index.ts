export {
  addWatchedFolder,
  listWatchedFolders,
  markFolderScanned,
  removeWatchedFolder,
  type WatchedFolder,
} from './watchedFolders.ts';
