import { Button, Group, Select, Skeleton, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../../client/index.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { useNotices } from '../../../frame/notices.tsx';
import { SettingsGroup } from '../SettingsGroup.tsx';
import { ProviderCard } from './ProviderCard.tsx';
import { ProviderForm } from './ProviderForm.tsx';
import { useProviderModels } from './useProviderModels.ts';

const extractive = 'extractive';

/** Services of language models, and which of their models answers. */
export function ProviderSettings() {
  const { t } = useTranslation(['settings', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { data, error, reload } = useQuery('system.providers', {});
  const models = useProviderModels(data?.providers ?? []);

  if (error) return <ErrorNotice message={error} onRetry={reload} />;
  if (!data) return <Skeleton height={160} aria-label={t('common:loading')} />;
  const chosen = data.defaultModel ?? extractive;
  const options = [
    { value: extractive, label: t('providers.extractive') },
    ...[...new Set([...models, ...(data.defaultModel ? [data.defaultModel] : [])])].map((value) => ({
      value,
      label: value,
    })),
  ];
  const edit = (provider?: (typeof data.providers)[number]) => {
    const id = modals.open({
      title: provider ? t('providers.edit', { name: provider.name }) : t('providers.add'),
      size: 'lg',
      closeButtonProps: { 'aria-label': t('common:close') },
      children: (
        <ProviderForm
          provider={provider}
          taken={data.providers.map(({ name }) => name)}
          onDone={() => {
            modals.close(id);
            reload();
          }}
        />
      ),
    });
  };

  return (
    <>
      <SettingsGroup title={t('providers.defaultTitle')} text={t('providers.defaultText')}>
        <Select
          aria-label={t('providers.defaultTitle')}
          data={options}
          value={chosen}
          allowDeselect={false}
          searchable
          maw={420}
          onChange={(model) =>
            model &&
            void client
              .call('system.setDefaultModel', { model: model === extractive ? null : model })
              .then(reload, fail)
          }
        />
      </SettingsGroup>
      <SettingsGroup title={t('providers.title')} text={t('providers.text')}>
        {data.providers.length === 0 ? (
          <Text size="sm">{t('providers.none')}</Text>
        ) : (
          <Stack gap="sm">
            {data.providers.map((provider) => (
              <ProviderCard
                key={provider.name}
                provider={provider}
                onEdit={() => edit(provider)}
                onChange={reload}
              />
            ))}
          </Stack>
        )}
        <Group>
          <Button leftSection={<IconPlus size={16} />} onClick={() => edit()}>
            {t('providers.add')}
          </Button>
        </Group>
      </SettingsGroup>
    </>
  );
}
