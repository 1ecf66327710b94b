import type { Job, JobStage } from '@adiuva/contracts/rpc';
import { AppError } from '@adiuva/wire';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, style, tell } from '../output.ts';
import { table } from '../table.ts';

export async function listJobs(context: CommandContext): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('jobs.list', {}, { signal: context.signal });
  context.result(output, () => {
    const paused = output.isPaused ? [pausedLine] : [];
    if (output.jobs.length === 0) return ['No jobs.', ...paused];
    const counts = Object.entries(output.counts).filter(([, count]) => count > 0);
    return [
      ...jobTable(output.jobs),
      style('dim', counts.map(([state, count]) => `${count} ${state}`).join(', ')),
      ...paused,
    ];
  });
}

export async function showJob(context: CommandContext, id: string): Promise<void> {
  const engine = await context.engine();
  const job = await engine.call('jobs.show', { id }, { signal: context.signal });
  context.result(job, () => [...jobTable([job]), '', ...stageTable(job.stages)]);
}

export async function cancelJob(context: CommandContext, id: string): Promise<void> {
  const engine = await context.engine();
  const job = await engine.call('jobs.cancel', { id }, { signal: context.signal });
  context.result({ jobs: [job] }, () => jobTable([job]));
}

export interface RetryOptions {
  all?: boolean;
  state?: 'failed' | 'dead' | 'cancelled';
}

/** @throws AppError `invalid_input` unless one of the two is asked for */
export async function retryJobs(
  context: CommandContext,
  id: string | undefined,
  { all = false, state }: RetryOptions,
): Promise<void> {
  if (all === (id !== undefined) || (state && !all))
    throw new AppError('invalid_input', 'Give the id of a job, or --all.');
  const engine = await context.engine();
  if (id !== undefined) {
    const job = await engine.call('jobs.retry', { id }, { signal: context.signal });
    context.result({ jobs: [job] }, () => jobTable([job]));
    return;
  }
  let retried = 0;
  for (const each of state ? [state] : (['failed', 'dead'] as const))
    retried += (await engine.call('jobs.retryAll', { state: each }, { signal: context.signal })).retried;
  context.result({ retried }, () => [retried === 1 ? '1 job waits again.' : `${retried} jobs wait again.`]);
}

const pausedLine = 'The work is paused. Go on with: adiuva jobs resume';

export async function holdJobs(context: CommandContext, verb: 'pause' | 'resume'): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call(`jobs.${verb}`, {}, { signal: context.signal });
  context.result(output, () => [output.isPaused ? pausedLine : 'The work goes on.']);
}

/** Who asks for work while it is paused would otherwise wait and not know why. */
export async function tellIfPaused(context: CommandContext): Promise<void> {
  const engine = await context.engine();
  const { isPaused } = await engine.call('jobs.list', { limit: 1 }, { signal: context.signal });
  if (isPaused) tell(pausedLine);
}

function stageTable(stages: readonly JobStage[]): string[] {
  if (stages.length === 0) return ['No stages.'];
  return table(
    ['TRY', 'STAGE', 'BEGAN', 'TOOK'],
    stages.map(({ attempt, stage: name, startedAt, endedAt }) => [
      String(attempt),
      oneLine(name),
      new Date(startedAt).toISOString(),
      endedAt === null ? 'not ended' : `${((endedAt - startedAt) / 1000).toFixed(2)} s`,
    ]),
  );
}

function jobTable(jobs: readonly Job[]): string[] {
  return table(
    ['ID', 'STATE', 'KIND', 'TRIES', 'STAGE', 'SUBJECT'],
    jobs.map((job) => [
      job.id,
      job.state === 'failed' || job.state === 'dead' ? style('red', job.state) : job.state,
      job.kind,
      String(job.attempts),
      stage(job),
      `${oneLine(job.subject)}${job.error ? `  ${oneLine(job.error.message)}` : ''}`,
    ]),
  );
}

function stage({ progress }: Job): string {
  if (!progress) return '';
  return progress.fraction === undefined
    ? progress.stage
    : `${progress.stage} ${Math.round(progress.fraction * 100)}%`;
}
