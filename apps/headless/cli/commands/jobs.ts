import type { Job } from '@adiuva/contracts/rpc';
import type { CommandContext } from '../commandContext.ts';
import { oneLine, style } from '../output.ts';
import { table } from '../table.ts';

export async function listJobs(context: CommandContext): Promise<void> {
  const engine = await context.engine();
  const output = await engine.call('jobs.list', {}, { signal: context.signal });
  context.result(output, () => {
    if (output.jobs.length === 0) return ['No jobs.'];
    const counts = Object.entries(output.counts).filter(([, count]) => count > 0);
    return [
      ...jobTable(output.jobs),
      style('dim', counts.map(([state, count]) => `${count} ${state}`).join(', ')),
    ];
  });
}

export async function changeJob(
  context: CommandContext,
  verb: 'retry' | 'cancel',
  id: string,
): Promise<void> {
  const engine = await context.engine();
  const job = await engine.call(`jobs.${verb}`, { id }, { signal: context.signal });
  context.result({ jobs: [job] }, () => jobTable([job]));
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
