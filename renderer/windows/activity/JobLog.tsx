import type { JobStage } from '@adiuva/contracts/rpc';
import { Skeleton, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { useFormat } from '../../messages/index.ts';
import classes from './activity.module.css';
import { useStageName } from './useStageName.ts';

/** The stages a job went through, try by try, with how long each took. */
export function JobLog({ id }: { id: string }) {
  const { t, i18n } = useTranslation(['activity', 'common']);
  const { dateTime } = useFormat();
  const { data, error, reload } = useQuery('jobs.show', { id });
  if (error) return <ErrorNotice message={error} onRetry={reload} />;
  if (!data) return <Skeleton height={60} aria-label={t('common:loading')} />;
  const several = new Set(data.stages.map(({ attempt }) => attempt)).size > 1;
  return (
    <div className={classes.log}>
      <Text size="sm" className={classes.path}>
        {data.subject}
      </Text>
      <Text size="sm" c="dimmed">
        {t('queuedAt', { time: dateTime(data.createdAt) })}
        {data.attempts > 0 && ` · ${t('attempts', { count: data.attempts })}`}
      </Text>
      {/* As the engine said it: with the facts, for whoever is asked about it. */}
      {data.error && i18n.language !== 'en' && (
        <Text size="sm" lang="en" className={classes.path}>
          {data.error.message}
        </Text>
      )}
      {data.stages.length === 0 ? (
        <Text size="sm" c="dimmed" mt="xs">
          {t('noStages')}
        </Text>
      ) : (
        <Table mt="xs" fz="sm" withRowBorders={false} verticalSpacing={2} w="fit-content">
          <Table.Thead>
            <Table.Tr>
              {several && <Table.Th>{t('attempt')}</Table.Th>}
              <Table.Th>{t('stage')}</Table.Th>
              <Table.Th>{t('began')}</Table.Th>
              <Table.Th>{t('took')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.stages.map((stage) => (
              <StageRow
                key={`${stage.attempt} ${stage.startedAt} ${stage.stage}`}
                stage={stage}
                several={several}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  );
}

function StageRow({ stage, several }: { stage: JobStage; several: boolean }) {
  const { t } = useTranslation(['activity', 'common']);
  const { dateTime, duration } = useFormat();
  const stageName = useStageName();
  return (
    <Table.Tr>
      {several && <Table.Td>{stage.attempt}</Table.Td>}
      <Table.Td>{stageName(stage.stage)}</Table.Td>
      <Table.Td>{dateTime(stage.startedAt)}</Table.Td>
      <Table.Td>{stage.endedAt === null ? t('unended') : duration(stage.endedAt - stage.startedAt)}</Table.Td>
    </Table.Tr>
  );
}
