import { basename } from 'node:path';
import type { EngineContract, Job } from '@adiuva/contracts/rpc';
import { type Client, fromWireError } from '@adiuva/wire';
import type { CommandContext } from './commandContext.ts';
import { oneLine } from './output.ts';
import { createProgress } from './progress.ts';

/**
 * Waits for the end of a job and shows how far it is. Ctrl+C leaves it in the queue.
 *
 * @throws AppError of the job, where it came to no good end
 */
export async function followJob(
  context: CommandContext,
  engine: Client<EngineContract>,
  id: string,
): Promise<Job> {
  const progress = createProgress();
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  let job: Job | undefined;
  try {
    await engine.call(
      'jobs.follow',
      {},
      {
        signal,
        onEvent({ running, queue }) {
          const own = running.find((other) => other.id === id);
          if (own) show(own);
          else if (!queue.isPaused) void look();
          else ended.abort();
        },
      },
    );
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  } finally {
    progress.end();
  }
  job ??= await engine.call('jobs.show', { id }, { signal: context.signal });
  if (job.error) throw fromWireError(job.error);
  return job;

  function show({ subject, progress: at }: Job): void {
    const percent = at?.fraction === undefined ? null : Math.floor(at.fraction * 100);
    const name = oneLine(basename(subject));
    progress.update(percent ?? 0, percent === null ? null : 100, `${at?.stage ?? 'waiting'} ${name}`);
  }

  async function look(): Promise<void> {
    const shown = await engine.call('jobs.show', { id }, { signal }).catch(() => undefined);
    if (!shown || shown.state === 'queued' || shown.state === 'running') return;
    job = shown;
    ended.abort();
  }
}
