import { Alert, Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../client/index.ts';
import { useErrorWords, useFormat } from '../../messages/index.ts';
import { BaseField } from '../library/BaseField.tsx';
import { useBases } from '../library/useBases.ts';
import classes from './capture.module.css';
import { LevelMeter } from './LevelMeter.tsx';
import { canRecordSystem } from './soundInput.ts';
import type { StartOptions } from './useCapture.ts';
import { useInputs } from './useInputs.ts';
import { useStreamLevel } from './useStreamLevel.ts';

interface StartDialogProps {
  onClose(): void;
  onStart(options: StartOptions): Promise<void>;
}

const bySystem = 'system';

/** What is to be recorded, whether it is heard, and what it is called. */
export function StartDialog({ onClose, onStart }: StartDialogProps) {
  const { t } = useTranslation(['capture', 'common']);
  const shell = useShell();
  const words = useErrorWords();
  const { date } = useFormat();
  const bases = useBases();
  const inputs = useInputs();
  const { microphone, system, devices, problem } = inputs;
  const [title, setTitle] = useState('');
  const [kb, setKb] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const micLevel = useStreamLevel(microphone);
  const systemLevel = useStreamLevel(system);
  const hasSystem = canRecordSystem(shell?.info ?? null, {
    userAgent: navigator.userAgent,
    hasDisplayMedia: typeof navigator.mediaDevices?.getDisplayMedia === 'function',
  });

  async function start(event: FormEvent): Promise<void> {
    event.preventDefault();
    setStarting(true);
    setError(null);
    try {
      const name = title.trim() || t('namePlaceholder', { date: date(Date.now()) });
      await onStart({ streams: inputs.take(), title: name, kb });
    } catch (failure) {
      setError(failure);
      setStarting(false);
      // They were handed over, and let go there.
      inputs.setSystem(false);
      inputs.setMicrophone(true);
    }
  }

  return (
    <Modal opened onClose={onClose} title={t('title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form onSubmit={(event) => void start(event)}>
        <Stack>
          <Text size="sm">{t('startText')}</Text>
          <TextInput
            label={t('name')}
            placeholder={t('namePlaceholder', { date: date(Date.now()) })}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            maxLength={200}
            autoComplete="off"
          />
          <fieldset className={classes.sources}>
            <legend>{t('sources')}</legend>
            <Checkbox
              label={t('microphone')}
              checked={microphone !== null}
              disabled={inputs.isOpening}
              onChange={(event) => inputs.setMicrophone(event.currentTarget.checked)}
            />
            {microphone && (
              <div className={classes.source}>
                {devices.length > 1 && (
                  <Select
                    size="xs"
                    aria-label={t('device')}
                    data={[
                      { value: bySystem, label: t('deviceDefault') },
                      ...devices.map(({ id, label }, at) => ({
                        value: id,
                        label: label || t('deviceNumber', { number: at + 1 }),
                      })),
                    ]}
                    value={inputs.deviceId ?? bySystem}
                    allowDeselect={false}
                    onChange={(id) => inputs.chooseDevice(id === bySystem ? null : id)}
                  />
                )}
                <LevelMeter label={t('levelOf.microphone')} listen={micLevel} />
              </div>
            )}
            {hasSystem && (
              <>
                <Checkbox
                  label={t('system')}
                  description={shell ? t('systemHelp.desktop') : t('systemHelp.browser')}
                  checked={system !== null}
                  onChange={(event) => inputs.setSystem(event.currentTarget.checked)}
                />
                {system && (
                  <div className={classes.source}>
                    <LevelMeter label={t('levelOf.system')} listen={systemLevel} />
                  </div>
                )}
              </>
            )}
          </fieldset>
          {problem && (
            <Alert color="orange" p="xs" role="alert">
              <Text size="sm">{t(`problems.${problem}`)}</Text>
              {!microphone && problem !== 'unsupported' && (
                <Button
                  size="compact-sm"
                  variant="default"
                  mt={6}
                  onClick={() => inputs.chooseDevice(inputs.deviceId)}
                >
                  {t('common:retry')}
                </Button>
              )}
            </Alert>
          )}
          <BaseField bases={bases} value={kb} onChange={setKb} />
          {error !== null && (
            <Alert color="red" p="xs" role="alert">
              <Text size="sm">{words(error)}</Text>
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button
              type="submit"
              color="red.8"
              leftSection={<IconMicrophone size={16} aria-hidden />}
              loading={isStarting}
              disabled={!microphone && !system}
              data-autofocus
            >
              {t('begin')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
