import type { EngineContract } from '@adiuva/contracts/rpc';
import { AppError, type Client, hasCode } from '@adiuva/wire';
import { absolutePath } from './arguments.ts';

/**
 * The documents that an id or a path means: one path may stand in several knowledge bases.
 *
 * @returns at least one
 * @throws AppError `not_found`
 */
export async function documentIds(
  engine: Client<EngineContract>,
  target: string,
  signal: AbortSignal,
): Promise<[string, ...string[]]> {
  try {
    return [(await engine.call('library.show', { id: target, withChunks: false }, { signal })).id];
  } catch (error) {
    if (!hasCode(error, 'not_found')) throw error;
  }
  const path = absolutePath(target);
  const { documents } = await engine.call('library.list', { path }, { signal });
  const [first, ...others] = documents.filter((document) => document.path === path).map(({ id }) => id);
  if (first === undefined)
    throw new AppError('not_found', `The library holds no document with the id or path ${target}.`);
  return [first, ...others];
}
