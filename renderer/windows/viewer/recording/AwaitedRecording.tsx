import type { Job } from '@adiuva/contracts/rpc';
import { IconMicrophone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../../../client/index.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { WorkProgress } from '../../../components/WorkProgress.tsx';
import { useStageName } from '../../activity/useStageName.ts';

/** A recording that has no words yet: how far it is. */
export function AwaitedRecording({ path }: { path: string }) {
  const { t } = useTranslation('recording');
  const stageName = useStageName();
  const [job, setJob] = useState<Job | null>(null);
  useFollow('jobs.follow', {}, ({ running }) =>
    setJob(running.find(({ subject }) => subject === path) ?? null),
  );
  const fraction = job?.progress?.fraction;
  const stage = job?.progress ? stageName(job.progress.stage) : null;
  return (
    <EmptyState
      icon={<IconMicrophone size={26} />}
      title={job ? t('pending.running') : t('pending.title')}
      text={t('pending.text')}
    >
      {job && (
        <div style={{ width: 'min(20rem, 100%)' }} role="status">
          <p style={{ margin: '0 0 0.4rem' }}>{stage}</p>
          <WorkProgress
            fraction={fraction === undefined || fraction >= 1 ? null : fraction}
            label={t('pending.running')}
          />
        </div>
      )}
    </EmptyState>
  );
}
