import type { RecordingSpeaker } from '@adiuva/contracts/rpc';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNotices } from '../../../../frame/notices.tsx';
import { useOpenRecording } from '../useRecording.ts';

interface SplitDialogProps {
  speaker: RecordingSpeaker;
  /** What of theirs is chosen. */
  chosen: readonly string[];
  onClose(): void;
  /** To choose by hand what is somebody else's. */
  onChoose(): void;
  onDone(): void;
}

/** One that is two persons: told apart by voice, or by what the person chose. */
export function SplitDialog({ speaker, chosen, onClose, onChoose, onDone }: SplitDialogProps) {
  const { t } = useTranslation(['recording', 'common']);
  const { actions } = useOpenRecording();
  const { tell } = useNotices();
  const [isSplitting, setSplitting] = useState(false);

  async function split(segmentIds: readonly string[]): Promise<void> {
    setSplitting(true);
    const isDone = await actions.splitSpeaker({
      speaker: speaker.number,
      ...(segmentIds.length > 0 && { segmentIds: [...segmentIds] }),
    });
    setSplitting(false);
    if (!isDone) return;
    tell(t('splitting.done', { name: speaker.name }));
    onDone();
    onClose();
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('splitting.title', { name: speaker.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text size="sm">{t('splitting.text')}</Text>
        {chosen.length > 0 ? (
          <Text size="sm">{t('splitting.chosen', { count: chosen.length })}</Text>
        ) : (
          <Text size="sm" c="dimmed">
            {t('splitting.byHand')}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          {chosen.length > 0 ? (
            <Button variant="default" loading={isSplitting} onClick={() => void split(chosen)}>
              {t('splitting.takeChosen')}
            </Button>
          ) : (
            <Button
              variant="default"
              disabled={isSplitting}
              onClick={() => {
                onChoose();
                onClose();
              }}
            >
              {t('splitting.choose')}
            </Button>
          )}
          <Button data-autofocus loading={isSplitting} onClick={() => void split([])}>
            {t('splitting.byVoice')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
