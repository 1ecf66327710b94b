import type { PresetName } from '@adiuva/contracts';
import { callerGone, hasCode, localUser } from '#base';
import { ingest } from './ingest.ts';
import type { IngestDeps } from './ingestRun.ts';

/**
 * Puts a file of the user's into the library without waiting for it to be read.
 *
 * @returns when it waits its turn, or needs none
 * @throws AppError as `ingest`
 */
export function queueFile(
  deps: IngestDeps,
  { path, kb, preset }: { path: string; kb: string; preset: PresetName },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const leaving = new AbortController();
    const ended = ingest(deps, {
      paths: [path],
      kb,
      preset,
      principal: localUser,
      signal: leaving.signal,
      emit(event) {
        if (event.type !== 'scanned') return;
        resolve();
        // What is queued goes on without anybody who waits for it.
        leaving.abort(callerGone);
      },
    });
    ended.then(
      () => resolve(),
      (error: unknown) => (hasCode(error, 'cancelled') ? resolve() : reject(error)),
    );
  });
}
