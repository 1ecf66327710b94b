import { lstat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { AppError } from '@adiuva/wire';

/**
 * A path that may be shown in the system's file manager: absolute, there, and of this machine. A share's path would
 * send the person's credentials to whoever is named in it.
 *
 * @throws AppError `invalid_input`, `file_not_found`
 */
export async function requireLocalPath(
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<string> {
  const isShare = platform === 'win32' && /^[\\/]{2}/.test(path);
  if (!isAbsolute(path) || isShare || path.includes('\0'))
    throw new AppError('invalid_input', `${path} is no path of this machine.`);
  const found = await lstat(path).catch(() => null);
  if (!found) throw new AppError('file_not_found', `${path} is not there any more.`);
  return path;
}
