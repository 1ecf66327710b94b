import type { ModelSummary } from '@adiuva/contracts/rpc';
import { Anchor, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconWifiOff } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useQuery } from '../../client/index.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { Page } from '../../components/Page.tsx';
import { useSettings } from '../../frame/SettingsProvider.tsx';
import { useOpenSettings } from '../settings/useOpenSettings.ts';
import { HardwareCard } from './HardwareCard.tsx';
import { ModelCard } from './ModelCard.tsx';
import { useModelWork } from './ModelWork.tsx';
import { OcrLanguages } from './OcrLanguages.tsx';
import { SpeakerModels } from './SpeakerModels.tsx';
import { SpeechModels } from './SpeechModels.tsx';

/** What can be on this machine, what is, and which model serves. */
export function ModelsWindow() {
  const { t } = useTranslation(['models', 'common']);
  const openSettings = useOpenSettings();
  const isOffline = useSettings()?.isOffline ?? false;
  const { round, tasks } = useModelWork();
  const { data, error, reload } = useQuery('models.list', {});
  const providers = useQuery('system.providers', {});
  // biome-ignore lint/correctness/useExhaustiveDependencies: something ended, or began
  useEffect(reload, [round, tasks.size, reload]);

  const of = (kind: ModelSummary['kind']) => data?.models.filter((model) => model.kind === kind) ?? [];
  const languageModel = providers.data?.defaultModel;
  return (
    <Page
      title={t('title')}
      head={
        isOffline && (
          <Group gap="xs" role="status">
            <IconWifiOff size={18} aria-hidden />
            <Text size="sm">{t('offline')}</Text>
            <Anchor component="button" type="button" size="sm" onClick={() => openSettings('privacy')}>
              {t('common:nav.settings')}
            </Anchor>
          </Group>
        )
      }
    >
      {error && <ErrorNotice message={error} onRetry={reload} />}
      {!data && !error && <Skeleton height={240} aria-label={t('common:loading')} />}
      {data && (
        <>
          <Section title={t('embedding.title')} text={t('embedding.text')}>
            {of('embedding').map((model) => (
              <ModelCard key={model.id} model={model} />
            ))}
          </Section>
          <Section title={t('language.title')} text={t('language.text')}>
            <Text size="sm">
              {languageModel ? t('language.serves', { model: languageModel }) : t('language.none')}{' '}
              <Trans
                t={t}
                i18nKey="language.settings"
                components={{
                  settings: (
                    <Anchor component="button" type="button" onClick={() => openSettings('providers')} />
                  ),
                }}
              />
            </Text>
          </Section>
          <Section title={t('speech.title')} text={t('speech.text')}>
            <SpeechModels models={of('transcription')} />
          </Section>
          <Section title={t('speakers.title')} text={t('speakers.text')}>
            <SpeakerModels models={of('diarization')} />
          </Section>
          <Section title={t('ocr.title')} text={t('ocr.text')}>
            <OcrLanguages models={of('ocr')} />
          </Section>
        </>
      )}
      <HardwareCard />
    </Page>
  );
}

function Section({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="42rem">
        {text}
      </Text>
      <Stack gap="sm">{children}</Stack>
    </section>
  );
}
