import { Button, Group, Modal, Stepper, Text } from '@mantine/core';
import { useRef, useState } from 'react';
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
  const panel = useRef<HTMLElement>(null);
  const [step, setStep] = useState(0);
  const [sources, setSources] = useState<Sources>({ folders: [], sample: null });
  const steps = shell ? 3 : 2;
  const isLast = step === steps - 1;
  const hasSources = sources.folders.length > 0 || sources.sample !== null;

  function goTo(next: number): void {
    setStep(next);
    // What is asked now is read out, and the next Tab leads into it.
    panel.current?.focus();
  }

  function finish(): void {
    client.call('settings.change', { isWelcomed: true }).catch(fail);
    for (const folder of sources.folders) client.call('folders.watch', { folder }).catch(fail);
    if (sources.sample !== null) client.call('library.ingest', { paths: [sources.sample] }).catch(fail);
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
      <section ref={panel} tabIndex={-1} aria-label={t('title')} style={{ outline: 'none' }}>
        <Stepper active={step} size="sm" onStepClick={goTo} allowNextStepsSelect={false}>
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
      </section>
      <Group justify="space-between" mt="xl">
        {/* Later, the way on leaves nothing undone; and what was chosen is not thrown away with a word like this one. */}
        {step === 0 && !hasSources && (
          <Button variant="subtle" color="gray" onClick={finish}>
            {t('skip')}
          </Button>
        )}
        <Group ms="auto">
          {step > 0 && (
            <Button variant="default" onClick={() => goTo(step - 1)}>
              {t('back')}
            </Button>
          )}
          <Button onClick={() => (isLast ? finish() : goTo(step + 1))}>
            {isLast ? t('finish') : t('next')}
          </Button>
        </Group>
      </Group>
    </Modal>
  );
}
