export { backupLibrary } from './backup.ts';
export { checkIntegrity } from './checkIntegrity.ts';
