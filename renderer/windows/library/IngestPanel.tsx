import type { Job } from '@adiuva/contracts/rpc';
import { ActionIcon, Button, CloseButton, Group, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { ErrorRemedy } from '../../components/ErrorRemedy.tsx';
import { WorkProgress } from '../../components/WorkProgress.tsx';
import { useNotices } from '../../frame/notices.tsx';
import { useErrorWords, useFormat, useReasonWords } from '../../messages/index.ts';
import type { FileTask, IngestRun } from './ingestRuns.ts';
import classes from './library.module.css';
import { useIngest } from './useIngest.ts';
import { useStageWords } from './useStageWords.ts';

/** What was added and how each file of it fares: a line for each go, its files behind it. */
export function IngestPanel({ running }: { running: ReadonlyMap<string, Job> }) {
  const { t } = useTranslation('library');
  const { runs } = useIngest();
  if (runs.length === 0) return null;
  return (
    <section className={classes.ingest} aria-label={t('ingest.label')}>
      {runs.map((run) => (
        <RunLine key={run.id} run={run} running={running} />
      ))}
    </section>
  );
}

function RunLine({ run, running }: { run: IngestRun; running: ReadonlyMap<string, Job> }) {
  const { t } = useTranslation(['library', 'common']);
  const ingest = useIngest();
  const words = useErrorWords();
  const tasks = [...run.tasks.values()];
  const failed = tasks.filter(({ error }) => error !== null);
  const [isOpen, setOpen] = useState<boolean | null>(null);
  const isRunning = run.state === 'running';
  // Who is told that something failed sees at once what it was.
  const shows = isOpen ?? (!isRunning && failed.length > 0);
  const Chevron = shows ? IconChevronDown : IconChevronUp;
  const summary = useSummary(run);

  return (
    <div className={classes.run}>
      <Group gap="sm" wrap="nowrap">
        <UnstyledButton
          className={classes.runHead}
          aria-expanded={shows}
          disabled={tasks.length === 0}
          onClick={() => setOpen(!shows)}
        >
          {tasks.length > 0 && <Chevron size={16} aria-hidden />}
          <Text size="sm" fw={500} role="status" component="span">
            {summary}
          </Text>
        </UnstyledButton>
        {failed.length > 0 && !isRunning && (
          <Button
            size="compact-xs"
            variant="light"
            leftSection={<IconRefresh size={13} />}
            onClick={() => {
              ingest.dismiss(run.id);
              ingest.addPaths(
                failed.map(({ path }) => path).filter((path) => !path.startsWith('sent:')),
                run.kb,
              );
            }}
            disabled={failed.every(({ path }) => path.startsWith('sent:'))}
          >
            {t('ingest.retryFailed')}
          </Button>
        )}
        {isRunning ? (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlayerStop size={13} />}
            onClick={() => ingest.stop(run.id)}
          >
            {t('common:stop')}
          </Button>
        ) : (
          <CloseButton size="sm" aria-label={t('ingest.dismiss')} onClick={() => ingest.dismiss(run.id)} />
        )}
      </Group>
      {isRunning && (
        <WorkProgress fraction={run.total ? run.done / run.total : null} label={t('ingest.progress')} />
      )}
      {run.error && (
        <Text size="sm" className={classes.failure} role="alert">
          {words(run.error)}
        </Text>
      )}
      {shows && tasks.length > 0 && (
        <ul className={classes.tasks}>
          {tasks.map((task) => (
            <TaskLine key={task.path} task={task} job={running.get(task.path)} run={run} />
          ))}
        </ul>
      )}
    </div>
  );
}

function TaskLine({ task, job, run }: { task: FileTask; job: Job | undefined; run: IngestRun }) {
  const { t } = useTranslation('library');
  const { client } = useConnection();
  const { fail } = useNotices();
  const ingest = useIngest();
  const words = useReasonWords();
  const stageWords = useStageWords();
  const { share } = useFormat();
  const { path, name, stage, fraction, error } = task;
  return (
    <li className={classes.task}>
      <Text size="sm" truncate dir="auto" ta="left" title={path.startsWith('sent:') ? name : path}>
        {name}
      </Text>
      <Text size="sm" className={error ? classes.failure : classes.step}>
        {error ? (
          <>
            {words(error)} <ErrorRemedy code={error.code} />
          </>
        ) : (
          stage && `${stageWords(stage)}${fraction === null ? '' : ` ${share(fraction)}`}`
        )}
      </Text>
      {job && !error && (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('ingest.stopOne', { name })}
          onClick={() => void client.call('jobs.cancel', { id: job.id }).catch(fail)}
        >
          <IconPlayerStop size={14} />
        </ActionIcon>
      )}
      {error && !path.startsWith('sent:') && (
        <ActionIcon
          size="sm"
          variant="subtle"
          aria-label={t('ingest.retryOne', { name })}
          onClick={() => ingest.addPaths([path], run.kb)}
        >
          <IconRefresh size={14} />
        </ActionIcon>
      )}
    </li>
  );
}

function useSummary({ state, done, total, totals, tasks }: IngestRun): string {
  const { t } = useTranslation('library');
  const { number, list } = useFormat();
  if (state === 'running') {
    if ([...tasks.values()].some(({ stage }) => stage === 'send')) return t('ingest.sending');
    if (total === null) return t('ingest.looking');
    return t('ingest.running', { done: number(done), count: total, total: number(total) });
  }
  if (state === 'stopped') return t('ingest.stopped');
  if (state === 'failed') return t('ingest.failed');
  const said = (['indexed', 'unchanged', 'skipped', 'failed'] as const)
    .map((name) => [name, (totals?.[name] ?? 0) + (name === 'failed' ? sentFailures(tasks) : 0)] as const)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => t(`ingest.totals.${name}`, { count, number: number(count) }));
  return said.length > 0 ? t('ingest.done', { what: list(said) }) : t('ingest.nothing');
}

function sentFailures(tasks: IngestRun['tasks']): number {
  return [...tasks.values()].filter(({ path, error }) => error !== null && path.startsWith('sent:')).length;
}
