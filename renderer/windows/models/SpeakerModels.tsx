import type { ModelSummary } from '@adiuva/contracts/rpc';
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ModelCard } from './ModelCard.tsx';

/** What tells speakers apart: a model serves as soon as it is here. */
export function SpeakerModels({ models }: { models: readonly ModelSummary[] }) {
  const { t } = useTranslation('models');
  const isAnyHere = models.some(({ state }) => state === 'installed');
  return (
    <>
      <Text size="sm">{isAnyHere ? t('speakers.serves') : t('speakers.none')}</Text>
      {models.map((model) => (
        <ModelCard key={model.id} model={model} onUse={null} />
      ))}
    </>
  );
}
