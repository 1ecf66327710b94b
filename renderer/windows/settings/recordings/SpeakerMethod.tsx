import { Anchor, Text } from '@mantine/core';
import { Trans, useTranslation } from 'react-i18next';
import { useQuery } from '../../../client/index.ts';
import { useApp } from '../../../frame/useApp.ts';

/** By what speakers are told apart in the next recording, and where to get a model for it. */
export function SpeakerMethod() {
  const { t } = useTranslation('settings');
  const { go } = useApp();
  const { data } = useQuery('models.list', {});
  if (!data) return null;
  const model = data.models.find(({ kind, state }) => kind === 'diarization' && state === 'installed');
  return (
    <Text size="sm">
      {model ? (
        t('recordings.apartBy', { model: model.name })
      ) : (
        <Trans
          t={t}
          i18nKey="recordings.apartWithout"
          components={{
            models: <Anchor component="button" type="button" onClick={() => go({ view: 'models' })} />,
          }}
        />
      )}
    </Text>
  );
}
