import type { Job } from '@adiuva/contracts/rpc';
import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useFollow } from '../../../../client/index.ts';
import { WorkProgress } from '../../../../components/WorkProgress.tsx';
import { useNotices } from '../../../../frame/notices.tsx';
import { useStageName } from '../../../activity/useStageName.ts';
import classes from './transcript.module.css';

interface HearingAgainProps {
  /** The job that was begun here; others of the same file are shown, too. */
  job: string | null;
  path: string;
  onEnd(): void;
}

const lookMs = 1200;
const hearing = /^(decode|voice|transcribe|speakers)$/;

/** How far a new transcription is, while the old words stay. */
export function HearingAgain({ job, path, onEnd }: HearingAgainProps) {
  const { t } = useTranslation('recording');
  const { client } = useConnection();
  const { tell, fail } = useNotices();
  const stageName = useStageName();
  const [running, setRunning] = useState<Job | null>(null);
  useFollow('jobs.follow', {}, (event) =>
    setRunning(
      event.running.find(
        // An edit has its file indexed again, which is none of this.
        ({ id, subject, progress }) =>
          id === job || (subject === path && hearing.test(progress?.stage ?? '')),
      ) ?? null,
    ),
  );
  // What is told of the queue may pass over a short job: it is asked how it ended.
  useEffect(() => {
    if (job === null) return;
    const look = async () => {
      const { state, error } = await client.call('jobs.show', { id: job });
      if (state === 'queued' || state === 'running') return;
      onEnd();
      if (state === 'done') tell(t('again.done'));
      else if (error) fail(error);
    };
    const timer = setInterval(() => void look().catch(() => undefined), lookMs);
    return () => clearInterval(timer);
  }, [job, onEnd, client, tell, fail, t]);

  if (!running && job === null) return null;
  const stage = running?.progress?.stage;
  const fraction = running?.progress?.fraction;
  return (
    <div className={classes.notice} data-kind="busy">
      <Text size="sm" role="status" mb={4}>
        {t('again.running')}
        {stage !== undefined && ` · ${stageName(stage)}`}
      </Text>
      <WorkProgress
        fraction={fraction === undefined || fraction >= 1 ? null : fraction}
        label={t('again.running')}
      />
    </div>
  );
}
