import type { Recording, TranscriptionOptions } from '@adiuva/contracts/rpc';
import { Button, Group, Modal, NumberInput, Stack, Switch, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../../client/index.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { useSettings } from '../../../frame/SettingsProvider.tsx';
import { useErrorWords } from '../../../messages/index.ts';
import { SpeechLanguageSelect } from '../../settings/recordings/SpeechLanguageSelect.tsx';
import { SpeechModelSelect } from '../../settings/recordings/SpeechModelSelect.tsx';

interface AgainDialogProps {
  recording: Recording;
  onClose(): void;
  onBegun(jobId: string): void;
}

/** Hears the recording again, in another way. */
export function AgainDialog({ recording, onClose, onBegun }: AgainDialogProps) {
  const { t } = useTranslation(['recording', 'common']);
  const { client } = useConnection();
  const words = useErrorWords();
  const settings = useSettings();
  const [model, setModel] = useState(settings?.recordingModel ?? 'auto');
  const [language, setLanguage] = useState(settings?.recordingLanguage ?? 'auto');
  const [vocabulary, setVocabulary] = useState(settings?.recordingVocabulary ?? '');
  const [diarize, setDiarize] = useState(settings?.tellsSpeakersApart ?? true);
  const [speakers, setSpeakers] = useState<number | string>('');
  const [noiseReduction, setNoiseReduction] = useState(settings?.reducesNoise ?? false);
  const [isBeginning, setBeginning] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function begin(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBeginning(true);
    const options: TranscriptionOptions = {
      ...(model !== 'auto' && { model }),
      language,
      vocabulary,
      diarize,
      ...(diarize && typeof speakers === 'number' && { speakers }),
      noiseReduction,
    };
    try {
      const { documentId } = recording;
      const { jobId } = await client.call('recordings.transcribeAgain', { documentId, options });
      onBegun(jobId);
      onClose();
    } catch (failure) {
      setError(failure);
      setBeginning(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('again.heading')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={(event) => void begin(event)}>
        <Stack gap="sm">
          <Text size="sm">{t('again.text', { count: recording.edited })}</Text>
          <SpeechModelSelect value={model} onChange={setModel} />
          <SpeechLanguageSelect value={language} onChange={setLanguage} />
          <Textarea
            label={t('again.vocabulary')}
            description={t('again.vocabularyHow')}
            value={vocabulary}
            onChange={(event) => setVocabulary(event.currentTarget.value)}
            autosize
            minRows={2}
            maxRows={5}
            maxLength={2000}
          />
          <Switch
            label={t('again.diarize')}
            checked={diarize}
            onChange={(event) => setDiarize(event.currentTarget.checked)}
          />
          {diarize && (
            <NumberInput
              label={t('again.speakers')}
              placeholder={t('again.speakersUnknown')}
              value={speakers}
              onChange={setSpeakers}
              min={1}
              max={20}
              allowDecimal={false}
              allowNegative={false}
              clampBehavior="strict"
              maw={220}
            />
          )}
          <Switch
            label={t('again.noise')}
            checked={noiseReduction}
            onChange={(event) => setNoiseReduction(event.currentTarget.checked)}
          />
          {error !== null && <ErrorNotice message={words(error)} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={isBeginning}>
              {t('again.confirm')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
