import { Button, Group, Text } from '@mantine/core';
import { IconMessageCircleQuestion, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../client/index.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useApp } from '../../frame/useApp.ts';
import type { ModelChoices } from './useModels.ts';

/** A conversation that has not begun: what can be asked, or what is missing for that. */
export function ChatEmpty({ choices }: { choices: ModelChoices }) {
  const { t } = useTranslation('chat');
  const { go } = useApp();
  const { data } = useQuery('system.status', {});
  if (data === null) return null;
  if (data.documents === 0)
    return (
      <EmptyState
        icon={<IconPlus size={26} stroke={1.6} />}
        title={t('empty.noDocumentsTitle')}
        text={t('empty.noDocumentsText')}
      >
        <Button onClick={() => go({ view: 'library' })}>{t('empty.addDocuments')}</Button>
        <Text size="sm" c="dimmed">
          {t('empty.orAttach')}
        </Text>
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconMessageCircleQuestion size={27} stroke={1.6} />}
      title={t('empty.title')}
      text={t('empty.text')}
    >
      <Text size="sm" c="dimmed">
        {t('empty.mentionHint')}
      </Text>
      {choices.hasProviders === false && (
        <Group gap="xs" justify="center">
          <Text size="sm" c="dimmed">
            {t('empty.noModel')}
          </Text>
          <Button size="compact-sm" variant="light" onClick={() => go({ view: 'settings' })}>
            {t('empty.setUpModel')}
          </Button>
        </Group>
      )}
    </EmptyState>
  );
}
