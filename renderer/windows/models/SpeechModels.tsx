import type { ModelSummary } from '@adiuva/contracts/rpc';
import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../frame/SettingsProvider.tsx';
import { useChangeSettings } from '../settings/useChangeSettings.ts';
import { ModelCard } from './ModelCard.tsx';

const automatic = 'auto';

/** Models that turn speech into words, and which of them does. */
export function SpeechModels({ models }: { models: readonly ModelSummary[] }) {
  const { t } = useTranslation('models');
  const chosen = useSettings()?.recordingModel ?? automatic;
  const change = useChangeSettings();
  const isAnyHere = models.some(({ state }) => state === 'installed' || state === 'builtin');
  return (
    <>
      {!isAnyHere && <Text size="sm">{t('speech.none')}</Text>}
      {isAnyHere && chosen === automatic && <Text size="sm">{t('speech.auto')}</Text>}
      {chosen !== automatic && (
        <Group>
          <Button size="compact-sm" variant="default" onClick={() => change({ recordingModel: automatic })}>
            {t('speech.autoServes')}
          </Button>
        </Group>
      )}
      {models.map((model) => (
        <ModelCard
          key={model.id}
          model={model}
          isActive={model.id === chosen}
          onUse={() => change({ recordingModel: model.id })}
        />
      ))}
    </>
  );
}
