import { type Command, Option } from 'commander';
import type { RetryOptions } from '../commands/jobs.ts';
import { type Add, only } from './shared.ts';

export function addJobCommands(add: Add, parent: Command): void {
  const jobs = () => import('../commands/jobs.ts');
  add('list', 'list the jobs', async (context) => (await jobs()).listJobs(context), {
    parent,
    isDefault: true,
  });
  add(
    'show <id>',
    'show a job and the stages of its tries',
    async (context, args) => (await jobs()).showJob(context, only(args)),
    { parent },
  );
  add('cancel <id>', 'cancel a job', async (context, args) => (await jobs()).cancelJob(context, only(args)), {
    parent,
  });
  add<RetryOptions>(
    'retry [id]',
    'try a job again, or all that failed',
    async (context, args, options) => (await jobs()).retryJobs(context, args[0], options),
    { parent },
  )
    .option('--all', 'all that failed or were given up')
    .addOption(
      new Option('--state <state>', 'with --all: only those that ended so').choices([
        'failed',
        'dead',
        'cancelled',
      ]),
    );
  for (const verb of ['pause', 'resume'] as const)
    add(
      verb,
      verb === 'pause' ? 'put down what runs, and begin nothing until it is resumed' : 'go on with the work',
      async (context) => (await jobs()).holdJobs(context, verb),
      { parent },
    );
}
