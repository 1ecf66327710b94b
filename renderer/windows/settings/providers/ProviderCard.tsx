import type { ProviderSettings } from '@adiuva/contracts/rpc';
import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../../client/index.ts';
import { useNotices } from '../../../frame/notices.tsx';
import { TestResult } from './TestResult.tsx';
import { useProviderTest } from './useProviderTest.ts';

interface ProviderCardProps {
  provider: ProviderSettings & { hasKey: boolean };
  onEdit(): void;
  onChange(): void;
}

/** One service: where it is, whether it answers, and what can be done with it. */
export function ProviderCard({ provider: { hasKey, ...provider }, onEdit, onChange }: ProviderCardProps) {
  const { t } = useTranslation(['settings', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { result, isTesting, test } = useProviderTest();

  const remove = () =>
    modals.openConfirmModal({
      title: t('providers.removeTitle', { name: provider.name }),
      children: <Text size="sm">{t('providers.removeText')}</Text>,
      labels: { confirm: t('providers.remove'), cancel: t('common:cancel') },
      confirmProps: { color: 'red' },
      closeButtonProps: { 'aria-label': t('common:close') },
      onConfirm: () =>
        void client.call('system.removeProvider', { name: provider.name }).then(onChange, fail),
    });

  return (
    <Card withBorder padding="md" component="article" aria-label={provider.name}>
      <Stack gap="xs">
        <Group justify="space-between">
          <div>
            <Group gap="xs">
              <Title order={3} size="h6">
                {provider.name}
              </Title>
              <Badge variant="light" color="gray" tt="none">
                {t(`providers.kinds.${provider.kind}`)}
              </Badge>
              {hasKey && (
                <Badge variant="light" tt="none">
                  {t('providers.keyKept')}
                </Badge>
              )}
            </Group>
            <Text size="sm" c="dimmed">
              {[provider.baseUrl, provider.defaultModel].filter(Boolean).join(' · ')}
            </Text>
          </div>
          <Group gap="xs">
            <Button size="compact-sm" variant="light" loading={isTesting} onClick={() => test(provider)}>
              {t('providers.test')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={onEdit}>
              {t('common:edit')}
            </Button>
            <Button size="compact-sm" variant="subtle" color="red" onClick={remove}>
              {t('providers.remove')}
            </Button>
          </Group>
        </Group>
        <TestResult result={result} />
      </Stack>
    </Card>
  );
}
