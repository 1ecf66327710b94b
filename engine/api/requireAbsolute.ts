import { isAbsolute, resolve } from 'node:path';
import { AppError } from '#base';

/** The engine has no working folder of its own to count from. @throws AppError `invalid_input` */
export function requireAbsolute(path: string): string {
  if (!isAbsolute(path) || path.includes('\0'))
    throw new AppError('invalid_input', `${path} is not an absolute path.`);
  return resolve(path);
}
