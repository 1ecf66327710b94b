import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '@adiuva/wire';

/** Where the data folder is when nobody says: each system's own place for application data. */
export function defaultHome(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  userFolder: string = homedir(),
): string {
  if (environment.ADIUVA_HOME) return resolve(environment.ADIUVA_HOME);
  if (platform === 'win32')
    return join(environment.APPDATA || join(userFolder, 'AppData', 'Roaming'), 'Adiuva');
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'Adiuva');
  return join(environment.XDG_DATA_HOME || join(userFolder, '.local', 'share'), 'adiuva');
}

/**
 * Makes the data folder, for its owner's eyes only. One that holds something keeps its permissions.
 * @throws AppError `file_unreadable` when it cannot be made, or is not a folder.
 */
export function prepareHome(home: string): void {
  try {
    const made = mkdirSync(home, { recursive: true, mode: 0o700 });
    // What stood there already may be in use by others (`--home /tmp`); what we write into it is closed by itself.
    const isNew = made !== undefined || readdirSync(home).length === 0;
    const { mode } = statSync(home);
    if (isNew && process.platform !== 'win32' && (mode & 0o077) !== 0) chmodSync(home, 0o700);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('file_unreadable', `The data folder ${home} cannot be used: ${reason}.`, { cause });
  }
}
