export { backupLibrary, restoreLibrary } from './backup.ts';
export { checkIntegrity } from './checkIntegrity.ts';
