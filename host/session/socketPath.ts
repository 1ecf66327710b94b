import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@adiuva/wire';

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, its end mark included. */
const longestSocketPath = 100;

/**
 * Where an engine of this data folder listens: in the folder itself; in a private folder of the temporary one
 * where that path is too long for a socket; a named pipe on Windows. Every process finds the same place.
 * @throws AppError `forbidden` when the private folder belongs to somebody else.
 */
export function socketPath(home: string): string {
  const folder = realpathSync(home);
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  if (process.platform === 'win32') return `\\\\.\\pipe\\adiuva-${userInfo().username}-${hash}`;
  const inHome = join(folder, 'engine.sock');
  if (Buffer.byteLength(inHome) <= longestSocketPath) return inHome;
  const temporary = realpathSync(tmpdir());
  const base = Buffer.byteLength(temporary) > 40 ? '/tmp' : temporary;
  return join(privateFolder(join(base, `adiuva-${process.getuid?.() ?? 0}`)), `${hash}.sock`);
}

function privateFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  // In a folder that everybody may write to, somebody else may have been there first.
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    throw new AppError(
      'forbidden',
      `${folder} does not belong to you; remove it, or choose a shorter data folder.`,
    );
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
  return folder;
}
