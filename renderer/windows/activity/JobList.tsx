import type { Job, JobState } from '@adiuva/contracts/rpc';
import { Button, Group, Skeleton, Title } from '@mantine/core';
import { useThrottledValue } from '@mantine/hooks';
import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../client/index.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { useNotices } from '../../frame/notices.tsx';
import classes from './activity.module.css';
import { JobRow } from './JobRow.tsx';

interface JobListProps {
  state: Exclude<JobState, 'running'>;
  /** As the queue last told; another number is another list. */
  count: number | undefined;
  /** Something else stands above it: an empty list says nothing then. */
  isBeside?: boolean;
}

const pageSize = 100;
/** While hundreds end in a second, nobody reads a list that changes as often. */
const reloadMs = 1000;

/** The jobs of one state, a page at a time, kept in line while jobs come and go. */
export function JobList({ state, count, isBeside = false }: JobListProps) {
  const { t } = useTranslation(['activity', 'common']);
  const { client } = useConnection();
  const { tell, fail } = useNotices();
  const [limit, setLimit] = useState(pageSize);
  const { data, error, reload } = useQuery('jobs.list', { state, limit });
  const settled = useThrottledValue(count, reloadMs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count is what it is asked again for
  useEffect(reload, [settled, reload]);

  const retryAll = (which: 'failed' | 'dead' | 'cancelled') =>
    void client
      .call('jobs.retryAll', { state: which })
      .then(({ retried }) => tell(t('retriedAll', { count: retried })), fail);

  if (error) return <ErrorNotice message={error} onRetry={reload} />;
  if (!data) return <Skeleton height={120} aria-label={t('common:loading')} />;
  const jobs: readonly Job[] = data.jobs;
  if (jobs.length === 0)
    return isBeside ? null : (
      <EmptyState
        icon={<IconCircleCheck size={28} />}
        title={t(`empty.${state}.title`)}
        text={t(`empty.${state}.text`)}
      />
    );
  const total = data.counts[state] ?? jobs.length;
  return (
    <section aria-labelledby={`jobs-${state}`}>
      <Group justify="space-between" mb="xs" mih={30}>
        <Title order={2} size="h5" id={`jobs-${state}`}>
          {t(`headings.${state}`)}
        </Title>
        {(state === 'failed' || state === 'dead' || state === 'cancelled') && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconRefresh size={14} />}
            onClick={() => retryAll(state)}
          >
            {t('retryAll')}
          </Button>
        )}
      </Group>
      <ul className={classes.list}>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
      {jobs.length < total && (
        <Button
          mt="sm"
          variant="subtle"
          onClick={() => setLimit((before) => Math.min(10_000, before + 4 * pageSize))}
        >
          {t('showMore', { count: total - jobs.length })}
        </Button>
      )}
    </section>
  );
}
