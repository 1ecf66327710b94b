import type { Settings } from '@adiuva/contracts/rpc';
import { Anchor, SegmentedControl, Select, Skeleton, Switch, Text, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useSettings } from '../../../frame/SettingsProvider.tsx';
import { useApp } from '../../../frame/useApp.ts';
import { SettingsGroup } from '../SettingsGroup.tsx';
import { useChangeSettings } from '../useChangeSettings.ts';
import { useOpenSettings } from '../useOpenSettings.ts';
import { MegabytesInput } from './MegabytesInput.tsx';
import { SpeakerMethod } from './SpeakerMethod.tsx';
import { SpeechLanguageSelect } from './SpeechLanguageSelect.tsx';
import { SpeechModelSelect } from './SpeechModelSelect.tsx';
import { TemplateSettings } from './TemplateSettings.tsx';

const devices = ['auto', 'cpu', 'gpu'] as const;
const cuts = ['diarization', 'speaker', 'fixed'] as const;
const batteryWays = ['normal', 'slow', 'wait'] as const;

/** How recordings are heard, cut and summed up. */
export function RecordingSettings() {
  const { t } = useTranslation(['settings', 'common']);
  const { go } = useApp();
  const settings = useSettings();
  const change = useChangeSettings();
  const openSettings = useOpenSettings();
  if (!settings) return <Skeleton height={200} aria-label={t('common:loading')} />;
  return (
    <>
      <SettingsGroup title={t('recordings.hearing')} text={t('recordings.hearingText')}>
        <div>
          <SpeechModelSelect
            value={settings.recordingModel}
            onChange={(recordingModel) => change({ recordingModel })}
          />
          <Text size="sm" mt={4}>
            <Trans
              t={t}
              i18nKey="recordings.getModels"
              components={{
                models: <Anchor component="button" type="button" onClick={() => go({ view: 'models' })} />,
              }}
            />
          </Text>
        </div>
        <SpeechLanguageSelect
          value={settings.recordingLanguage}
          onChange={(recordingLanguage) => change({ recordingLanguage })}
        />
        <Vocabulary
          value={settings.recordingVocabulary}
          onChange={(recordingVocabulary) => change({ recordingVocabulary })}
        />
        <Select
          label={t('recordings.device')}
          description={t('recordings.deviceHelp')}
          data={devices.map((value) => ({ value, label: t(`recordings.devices.${value}`) }))}
          value={settings.recordingDevice}
          allowDeselect={false}
          maw={420}
          onChange={(device) => device && change({ recordingDevice: device as Settings['recordingDevice'] })}
        />
        <Switch
          label={t('recordings.noise')}
          description={t('recordings.noiseHelp')}
          checked={settings.reducesNoise}
          onChange={(event) => change({ reducesNoise: event.currentTarget.checked })}
        />
        <MegabytesInput
          value={settings.recordingMaxMegabytes}
          onChange={(recordingMaxMegabytes) => change({ recordingMaxMegabytes })}
        />
      </SettingsGroup>
      <SettingsGroup title={t('recordings.speakers')}>
        <Switch
          label={t('recordings.apart')}
          description={t('recordings.apartHelp')}
          checked={settings.tellsSpeakersApart}
          onChange={(event) => change({ tellsSpeakersApart: event.currentTarget.checked })}
        />
        {settings.tellsSpeakersApart && <SpeakerMethod />}
        <Text size="sm">
          <Trans
            t={t}
            i18nKey="recordings.voices"
            components={{
              people: <Anchor component="button" type="button" onClick={() => openSettings('people')} />,
            }}
          />
        </Text>
        <Select
          label={t('recordings.chunking')}
          description={t('recordings.chunkingHelp')}
          data={cuts.map((value) => ({ value, label: t(`recordings.cuts.${value}`) }))}
          value={settings.recordingChunking}
          allowDeselect={false}
          maw={420}
          onChange={(cut) => cut && change({ recordingChunking: cut as Settings['recordingChunking'] })}
        />
      </SettingsGroup>
      <SettingsGroup title={t('recordings.battery')} text={t('recordings.batteryText')}>
        <SegmentedControl
          aria-label={t('recordings.battery')}
          w="fit-content"
          data={batteryWays.map((value) => ({ value, label: t(`recordings.batteryWays.${value}`) }))}
          value={settings.batteryWork}
          onChange={(batteryWork) => change({ batteryWork: batteryWork as Settings['batteryWork'] })}
        />
      </SettingsGroup>
      <TemplateSettings />
    </>
  );
}

function Vocabulary({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation('settings');
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <Textarea
      label={t('recordings.vocabulary')}
      description={t('recordings.vocabularyHelp')}
      placeholder={t('recordings.vocabularyPlaceholder')}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => {
        if (text.trim() !== value) onChange(text.trim());
      }}
      autosize
      minRows={2}
      maxRows={6}
      maxLength={2000}
      maw={560}
    />
  );
}
