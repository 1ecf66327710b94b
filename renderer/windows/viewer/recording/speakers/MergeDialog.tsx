import type { RecordingSpeaker } from '@adiuva/contracts/rpc';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpenRecording } from '../useRecording.ts';
import { SpeakerBadge } from './SpeakerBadge.tsx';
import classes from './speakers.module.css';

interface MergeDialogProps {
  speaker: RecordingSpeaker;
  onClose(): void;
}

/** Two that are one person: whose name the words of both go under. */
export function MergeDialog({ speaker, onClose }: MergeDialogProps) {
  const { t } = useTranslation(['recording', 'common']);
  const { recording, actions } = useOpenRecording();
  const [into, setInto] = useState<string | null>(null);
  const [isMerging, setMerging] = useState(false);
  const others = recording.speakers.filter(({ number }) => number !== speaker.number);

  async function merge(): Promise<void> {
    setMerging(true);
    if (await actions.mergeSpeakers({ from: speaker.number, into: Number(into) })) onClose();
    else setMerging(false);
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('merging.title', { name: speaker.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text size="sm">{t('merging.text', { name: speaker.name, count: speaker.segments })}</Text>
        <Radio.Group label={t('merging.label')} value={into} onChange={setInto}>
          <Stack gap={8} mt={6}>
            {others.map((other, index) => (
              <Radio
                key={other.number}
                value={String(other.number)}
                {...(index === 0 && { 'data-autofocus': true })}
                label={
                  <span className={classes.option}>
                    <SpeakerBadge speaker={other} size="small" />
                    <bdi>{other.name}</bdi>
                  </span>
                }
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button loading={isMerging} disabled={into === null} onClick={() => void merge()}>
            {t('merging.confirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
