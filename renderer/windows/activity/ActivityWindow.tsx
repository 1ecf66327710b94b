import type { JobState, QueueState } from '@adiuva/contracts/rpc';
import { Button, SegmentedControl, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { Page } from '../../components/Page.tsx';
import { useCommand } from '../../frame/commands.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useFormat } from '../../messages/index.ts';
import classes from './activity.module.css';
import { JobList } from './JobList.tsx';
import { RunningJobs } from './RunningJobs.tsx';
import { useQueue } from './useQueue.ts';

const tabs = ['now', 'failed', 'dead', 'done', 'cancelled'] as const;
type Tab = (typeof tabs)[number];

/** What is running, waiting, failed and given up. */
export function ActivityWindow() {
  const { t } = useTranslation(['activity', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { queue, running } = useQueue();
  const { number } = useFormat();
  const [tab, setTab] = useState<Tab>('now');
  const isPaused = queue?.isPaused ?? false;
  const counts = queue?.counts;

  const toggle = () => void client.call(isPaused ? 'jobs.resume' : 'jobs.pause', {}).catch(fail);
  useCommand({
    id: 'activity.pause',
    label: isPaused ? t('resumeAll') : t('pauseAll'),
    group: 'actions',
    run: toggle,
  });

  const countOf = (one: Tab) =>
    one === 'now' ? (counts?.running ?? 0) + (counts?.queued ?? 0) : (counts?.[one] ?? 0);
  return (
    <Page
      title={t('title')}
      actions={
        <Button
          variant={isPaused ? 'filled' : 'default'}
          leftSection={isPaused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
          onClick={toggle}
          disabled={!queue}
        >
          {isPaused ? t('resumeAll') : t('pauseAll')}
        </Button>
      }
      head={
        <>
          <Text c="dimmed" size="sm" role="status">
            <QueueWords queue={queue} />
          </Text>
          <div className={classes.tabs}>
            <SegmentedControl
              aria-label={t('show')}
              value={tab}
              onChange={(value) => setTab(value as Tab)}
              data={tabs.map((one) => ({
                value: one,
                label: (
                  <span className={classes.tab}>
                    {t(`tabs.${one}`)}
                    {countOf(one) > 0 && (
                      <span className={classes.count} data-bad={isBad(one) || undefined}>
                        {number(countOf(one))}
                      </span>
                    )}
                  </span>
                ),
              }))}
            />
          </div>
        </>
      }
    >
      {tab === 'now' ? (
        <>
          <RunningJobs jobs={running} isPaused={isPaused} />
          <JobList state="queued" count={counts?.queued} isBeside={running.length > 0} />
        </>
      ) : (
        <JobList key={tab} state={tab} count={counts?.[tab]} />
      )}
    </Page>
  );
}

function isBad(tab: Tab): boolean {
  return tab === 'failed' || tab === 'dead';
}

function QueueWords({ queue }: { queue: QueueState | null }) {
  const { t } = useTranslation(['activity', 'common']);
  const { duration, number } = useFormat();
  if (!queue) return t('common:loading');
  const of = (state: JobState) => queue.counts[state] ?? 0;
  const words: string[] = [];
  if (queue.isPaused) words.push(t('paused'));
  if (of('running') + of('queued') === 0) words.push(t('idle'));
  else {
    words.push(t('running', { count: of('running') }), t('waiting', { count: of('queued') }));
    if (queue.ratePerSecond !== null && queue.ratePerSecond > 0)
      words.push(t('rate', { rate: number(Math.round(queue.ratePerSecond * 10) / 10) }));
    if (queue.remainingMs !== null) words.push(t('remaining', { time: duration(queue.remainingMs) }));
  }
  return words.join(' · ');
}
