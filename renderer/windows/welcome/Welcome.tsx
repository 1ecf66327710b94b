import { Button, Group, Modal, Stepper, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery, useShell } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useSettings } from '../../frame/SettingsProvider.tsx';
import { useApp } from '../../frame/useApp.ts';
import { ShortcutSetting } from '../settings/shortcut/ShortcutSetting.tsx';
import { ChooseModel } from './ChooseModel.tsx';
import { ChooseSources, type Sources } from './ChooseSources.tsx';

/** The first steps of a library that is empty and whose person was not welcomed yet. */
export function Welcome() {
  const settings = useSettings();
  const { data: status } = useQuery('system.status', {});
  if (!settings || settings.isWelcomed || !status) return null;
  const isEmpty = status.documents === 0 && status.jobs.queued + status.jobs.running === 0;
  return isEmpty ? <WelcomeSteps /> : null;
}

/** Nothing here is waited for: reading begins when the steps are over, and can be seen in Activity. */
function WelcomeSteps() {
  const { t } = useTranslation(['welcome', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { go } = useApp();
  const shell = useShell();
  const [step, setStep] = useState(0);
  const [sources, setSources] = useState<Sources>({ folders: [], sample: null });
  const steps = shell ? 3 : 2;
  const isLast = step === steps - 1;

  function finish(): void {
    client.call('settings.change', { isWelcomed: true }).catch(fail);
    for (const folder of sources.folders) client.call('folders.watch', { folder }).catch(fail);
    if (sources.sample !== null) client.call('library.ingest', { paths: [sources.sample] }).catch(fail);
    const hasSources = sources.folders.length > 0 || sources.sample !== null;
    go({ view: hasSources ? 'chat' : 'library' });
  }

  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="lg"
      padding="xl"
      // Names the dialog, too.
      title={t('title')}
      styles={{
        title: { fontSize: 'var(--mantine-h3-font-size)', fontWeight: 700 },
        header: { minHeight: 0, paddingBottom: 4 },
      }}
      centered
    >
      <Text c="dimmed" mb="lg">
        {t('text')}
      </Text>
      <Stepper active={step} size="sm" onStepClick={setStep} allowNextStepsSelect={false}>
        <Stepper.Step label={t('sources.label')}>
          <ChooseSources value={sources} onChange={setSources} />
        </Stepper.Step>
        <Stepper.Step label={t('model.label')}>
          <ChooseModel />
        </Stepper.Step>
        {shell && (
          <Stepper.Step label={t('shortcut.label')}>
            <Text mb="md">{t('shortcut.text')}</Text>
            <ShortcutSetting />
          </Stepper.Step>
        )}
      </Stepper>
      <Group justify="space-between" mt="xl">
        <Button variant="subtle" color="gray" onClick={finish}>
          {t('skip')}
        </Button>
        <Group>
          {step > 0 && (
            <Button variant="default" onClick={() => setStep(step - 1)}>
              {t('back')}
            </Button>
          )}
          <Button onClick={() => (isLast ? finish() : setStep(step + 1))}>
            {isLast ? t('finish') : t('next')}
          </Button>
        </Group>
      </Group>
    </Modal>
  );
}
