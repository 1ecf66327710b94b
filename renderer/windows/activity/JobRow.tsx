import type { Job } from '@adiuva/contracts/rpc';
import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { ErrorRemedy } from '../../components/ErrorRemedy.tsx';
import { fileName } from '../../components/fileName.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useFormat, useReasonWords } from '../../messages/index.ts';
import classes from './activity.module.css';
import { JobLog } from './JobLog.tsx';

/** One job: what it works on, how it ended, and its log. The list is asked for anew while jobs come and go: what is the same stays. */
export const JobRow = memo(
  OneJob,
  ({ job: before }, { job }) =>
    before.id === job.id && before.state === job.state && before.updatedAt === job.updatedAt,
);

function OneJob({ job }: { job: Job }) {
  const { t } = useTranslation(['activity', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const words = useReasonWords();
  const { moment } = useFormat();
  const [isOpen, setOpen] = useState(false);
  const name = fileName(job.subject);
  const isEnded = job.state !== 'queued' && job.state !== 'running';
  const ask = (method: 'jobs.retry' | 'jobs.cancel') => () =>
    void client.call(method, { id: job.id }).catch(fail);
  const canRetry = job.state === 'failed' || job.state === 'dead' || job.state === 'cancelled';
  return (
    <li className={classes.entry}>
      <div className={classes.row}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-expanded={isOpen}
          aria-label={t('logOf', { name })}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? <IconChevronDown size={18} /> : <IconChevronRight size={18} />}
        </ActionIcon>
        <div className={classes.what}>
          <Text truncate title={job.subject}>
            {name}
          </Text>
          {job.error && (
            <Text size="sm" c="red" className={classes.reason}>
              {words(job.error)} <ErrorRemedy code={job.error.code} />
            </Text>
          )}
        </div>
        <Text size="sm" c="dimmed" className={classes.when}>
          {moment(isEnded ? job.updatedAt : job.createdAt)}
        </Text>
        {canRetry && (
          <Tooltip label={t('common:retry')}>
            <ActionIcon variant="subtle" aria-label={t('retryOne', { name })} onClick={ask('jobs.retry')}>
              <IconRefresh size={18} />
            </ActionIcon>
          </Tooltip>
        )}
        {job.state === 'queued' && (
          <Tooltip label={t('common:stop')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('stopOne', { name })}
              onClick={ask('jobs.cancel')}
            >
              <IconPlayerStop size={18} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {isOpen && <JobLog id={job.id} />}
    </li>
  );
}
