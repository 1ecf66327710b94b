import type { Job } from '@adiuva/contracts/rpc';
import { Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
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

/** How far a new transcription is, while the old words stay. */
export function HearingAgain({ job, path, onEnd }: HearingAgainProps) {
  const { t } = useTranslation('recording');
  const { client } = useConnection();
  const { tell, fail } = useNotices();
  const stageName = useStageName();
  const [running, setRunning] = useState<Job | null>(null);
  const [isIdle, setIdle] = useState(false);
  useFollow('jobs.follow', {}, (event) => {
    const own = event.running.find(({ id, subject }) => id === job || subject === path) ?? null;
    setRunning(own);
    setIdle(own === null && (event.queue.counts.queued ?? 0) + (event.queue.counts.running ?? 0) === 0);
  });
  const wasRunning = useRef(false);
  const isOver = job !== null && running === null && (wasRunning.current || isIdle);
  useEffect(() => {
    wasRunning.current = running !== null;
  }, [running]);
  useEffect(() => {
    if (!isOver || job === null) return;
    onEnd();
    client.call('jobs.show', { id: job }).then(({ state, error }) => {
      if (state === 'done') tell(t('again.done'));
      else if (error) fail(error);
    }, fail);
  }, [isOver, job, onEnd, client, tell, fail, t]);

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
