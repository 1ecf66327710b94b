import type { RecordingSpeaker } from '@adiuva/contracts/rpc';
import { Autocomplete, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../../../client/index.ts';
import { useSettings } from '../../../../frame/SettingsProvider.tsx';
import { useOpenRecording } from '../useRecording.ts';

interface SpeakerDialogProps {
  speaker: RecordingSpeaker;
  onClose(): void;
}

/** A name for a speaker: of somebody known, or a new one. */
export function NameDialog({ speaker, onClose }: SpeakerDialogProps) {
  const { t } = useTranslation(['recording', 'common']);
  const { actions } = useOpenRecording();
  const { data } = useQuery('people.list', {});
  const remembers = useSettings()?.remembersVoices ?? false;
  const [name, setName] = useState(speaker.isNamed ? speaker.name : '');
  const [isSaving, setSaving] = useState(false);
  const known = [...new Set(data?.people.map((person) => person.name) ?? [])];

  async function save(given: string | null): Promise<void> {
    setSaving(true);
    if (await actions.nameSpeaker({ speaker: speaker.number, name: given })) onClose();
    else setSaving(false);
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') void save(name.trim());
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('naming.title', { name: speaker.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Autocomplete
            label={t('naming.label')}
            placeholder={t('naming.placeholder')}
            data={known}
            limit={8}
            value={name}
            onChange={setName}
            maxLength={200}
            autoComplete="off"
            data-autofocus
          />
          <Text size="sm" c="dimmed">
            {remembers ? t('naming.remembered') : t('naming.hereOnly')}
          </Text>
          <Group justify="space-between">
            {speaker.isNamed ? (
              <Button variant="subtle" color="red" disabled={isSaving} onClick={() => void save(null)}>
                {t('naming.takeAway')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('common:cancel')}
              </Button>
              <Button type="submit" loading={isSaving} disabled={name.trim() === ''}>
                {t('common:save')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
