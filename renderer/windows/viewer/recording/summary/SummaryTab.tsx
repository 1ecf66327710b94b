import type { RecordingSummary } from '@adiuva/contracts/rpc';
import { ActionIcon, Button, Center, Group, Loader, Select, Stack, Text, Tooltip } from '@mantine/core';
import { IconAdjustments, IconListCheck, IconSparkles } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../../../client/index.ts';
import { EmptyState } from '../../../../components/EmptyState.tsx';
import { ErrorNotice } from '../../../../components/ErrorNotice.tsx';
import { WorkProgress } from '../../../../components/WorkProgress.tsx';
import { useCommand } from '../../../../frame/commands.ts';
import { useTemplateName } from '../../../settings/recordings/useTemplateName.ts';
import { useOpenSettings } from '../../../settings/useOpenSettings.ts';
import { SummaryCard } from './SummaryCard.tsx';
import classes from './summary.module.css';
import { useSummaries } from './useSummaries.ts';

/** What was said in short, each line with the second it rests on. */
export function SummaryTab({ documentId }: { documentId: string }) {
  const { t } = useTranslation(['recording', 'common']);
  const openSettings = useOpenSettings();
  const status = useQuery('system.status', {});
  const templates = useQuery('summaries.templates', {});
  const templateName = useTemplateName();
  const { summaries, error, reload, making, make, stop, remove } = useSummaries(documentId);
  const [chosen, setChosen] = useState<string | null>(null);
  const list = templates.data?.templates ?? [];
  const template = list.find(({ id }) => id === chosen) ?? list[0];
  const hasModel = status.data !== null && status.data.languageModel !== 'extractive';
  useCommand(
    hasModel && template && !making
      ? {
          id: 'recording.summarise',
          label: t('summary.make'),
          group: 'actions',
          icon: <IconSparkles size={18} aria-hidden />,
          run: () => make(template.id),
        }
      : null,
  );

  if (error) return <ErrorNotice message={error} onRetry={reload} />;
  if (!summaries || !status.data || !templates.data)
    return (
      <Center p="xl">
        {templates.error ? (
          <ErrorNotice message={templates.error} onRetry={templates.reload} />
        ) : (
          <Loader size="sm" aria-label={t('common:loading')} />
        )}
      </Center>
    );
  const isNew = (summary: RecordingSummary) => summary.templateId !== making?.templateId;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.summaries} tabIndex={0} aria-label={t('summary.label')}>
      {!hasModel && summaries.length === 0 ? (
        <EmptyState
          icon={<IconSparkles size={26} />}
          title={t('summary.noModelTitle')}
          text={t('summary.noModel')}
        >
          <Button onClick={() => openSettings('providers')}>{t('summary.setUp')}</Button>
        </EmptyState>
      ) : (
        <>
          <Group gap="xs" align="flex-end" className={classes.make}>
            <Select
              label={t('summary.template')}
              data={list.map((one) => ({ value: one.id, label: templateName(one) }))}
              value={template?.id ?? null}
              allowDeselect={false}
              flex="1 1 9rem"
              maw={340}
              onChange={setChosen}
            />
            <Button
              leftSection={<IconSparkles size={16} aria-hidden />}
              disabled={!hasModel || !template || making !== null}
              onClick={() => template && make(template.id)}
            >
              {t('summary.make')}
            </Button>
            <Tooltip label={t('summary.editTemplates')} openDelay={400}>
              <ActionIcon
                variant="default"
                size={36}
                aria-label={t('summary.editTemplates')}
                onClick={() => openSettings('recordings')}
              >
                <IconAdjustments size={18} />
              </ActionIcon>
            </Tooltip>
          </Group>
          {!hasModel && (
            <Text size="sm" c="dimmed">
              {t('summary.noModel')}
            </Text>
          )}
          {making && (
            <div className={classes.making}>
              <Group justify="space-between" wrap="nowrap" mb={6}>
                <Text size="sm" role="status">
                  {t('summary.making', {
                    name: templateName(
                      list.find(({ id }) => id === making.templateId) ?? { id: '', name: '' },
                    ),
                  })}
                </Text>
                <Button size="compact-sm" variant="default" onClick={stop}>
                  {t('common:stop')}
                </Button>
              </Group>
              <WorkProgress fraction={making.fraction} label={t('summary.progress')} />
            </div>
          )}
          {summaries.length === 0 && !making && (
            <EmptyState
              icon={<IconListCheck size={26} />}
              title={t('summary.noneTitle')}
              text={t('summary.none')}
            />
          )}
          <Stack gap="xl">
            {summaries.filter(isNew).map((summary) => (
              <SummaryCard
                key={summary.templateId}
                summary={summary}
                canMake={hasModel && !making}
                onMake={() => make(summary.templateId)}
                onRemove={() => remove(summary)}
              />
            ))}
          </Stack>
        </>
      )}
    </section>
  );
}
