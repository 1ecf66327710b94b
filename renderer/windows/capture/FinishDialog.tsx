import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../messages/index.ts';
import type { CaptureSession } from './captureSession.ts';

interface FinishDialogProps {
  session: CaptureSession;
  /** The recording goes on. */
  onClose(): void;
  onSave(title: string): void;
  onDiscard(): void;
}

/** What becomes of a recording that is paused: its title, and its way into the library. */
export function FinishDialog({ session, onClose, onSave, onDiscard }: FinishDialogProps) {
  const { t } = useTranslation(['capture', 'common']);
  const { clock } = useFormat();
  const [title, setTitle] = useState(session.capture.title);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave(title.trim());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('finish.title')}
      closeButtonProps={{ 'aria-label': t('finish.goOn') }}
    >
      <form onSubmit={save}>
        <Stack>
          <Text size="sm">{t('finish.text', { time: clock(session.state().elapsedMs) })}</Text>
          <TextInput
            label={t('name')}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            onFocus={(event) => event.currentTarget.select()}
            maxLength={200}
            autoComplete="off"
            data-autofocus
          />
          <Group justify="space-between">
            <Button variant="subtle" color="red" onClick={onDiscard}>
              {t('discard')}
            </Button>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('finish.goOn')}
              </Button>
              <Button type="submit">{t('finish.save')}</Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
