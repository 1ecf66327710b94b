import type { Job } from '@adiuva/contracts/rpc';
import { ActionIcon, Text, Title, Tooltip } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { fileName } from '../../components/fileName.ts';
import { WorkProgress } from '../../components/WorkProgress.tsx';
import { useNotices } from '../../frame/notices.tsx';
import classes from './activity.module.css';
import { useStageName } from './useStageName.ts';

/** What is in hand, as it goes on. */
export function RunningJobs({ jobs, isPaused }: { jobs: readonly Job[]; isPaused: boolean }) {
  const { t } = useTranslation(['activity', 'common']);
  if (jobs.length === 0) return null;
  return (
    <section aria-labelledby="running-jobs">
      <Title order={2} size="h5" id="running-jobs" mb="xs">
        {isPaused ? t('pausing') : t('runningNow')}
      </Title>
      <ul className={classes.list}>
        {jobs.map((job) => (
          <RunningJob key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}

function RunningJob({ job }: { job: Job }) {
  const { t } = useTranslation(['activity', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const stageName = useStageName();
  const name = fileName(job.subject);
  const fraction = job.progress?.fraction;
  const stage = job.progress ? stageName(job.progress.stage) : t('starting');
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Text truncate title={job.subject}>
          {name}
        </Text>
        <Text size="sm" c="dimmed" truncate>
          {stage}
        </Text>
      </div>
      <div className={classes.progress}>
        {/* A stage that is over waits for the next one. */}
        <WorkProgress
          fraction={fraction === undefined || fraction >= 1 ? null : fraction}
          label={t('progressOf', { name })}
        />
      </div>
      <Tooltip label={t('common:stop')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('stopOne', { name })}
          onClick={() => void client.call('jobs.cancel', { id: job.id }).catch(fail)}
        >
          <IconPlayerStop size={18} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
