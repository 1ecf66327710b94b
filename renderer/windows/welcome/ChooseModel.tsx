import type { ProviderSettings } from '@adiuva/contracts/rpc';
import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconCheck } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { ProviderForm } from '../settings/providers/ProviderForm.tsx';
import { providerTemplates } from '../settings/providers/providerTemplates.ts';

interface LocalService {
  provider: ProviderSettings;
  label: string;
  models: readonly string[];
}

/** A language model now or later: what runs on this machine already is offered first. */
export function ChooseModel() {
  const { t } = useTranslation(['welcome', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { data, reload } = useQuery('system.providers', {});
  const local = useLocalServices();

  const use = async ({ provider, models: [model] }: LocalService) => {
    await client.call('system.setProvider', {
      provider: { ...provider, ...(model && { defaultModel: model }) },
    });
    if (model) await client.call('system.setDefaultModel', { model: `${provider.name}:${model}` });
    reload();
  };
  const setUp = () => {
    const id = modals.open({
      title: t('model.other'),
      size: 'lg',
      closeButtonProps: { 'aria-label': t('common:close') },
      children: (
        <ProviderForm
          taken={data?.providers.map(({ name }) => name) ?? []}
          onDone={() => {
            modals.close(id);
            reload();
          }}
        />
      ),
    });
  };
  const chosen = data?.defaultModel ?? null;
  return (
    <Stack gap="sm" mt="sm">
      <Text>{t('model.text')}</Text>
      {chosen !== null && (
        <Group gap="xs" role="status">
          <IconCheck size={18} color="var(--mantine-color-teal-7)" aria-hidden />
          <Text>{t('model.chosen', { model: chosen })}</Text>
        </Group>
      )}
      {local === null ? (
        <Group gap="xs">
          <Loader size="xs" />
          <Text size="sm" c="dimmed">
            {t('model.looking')}
          </Text>
        </Group>
      ) : (
        local
          .filter(({ provider }) => !data?.providers.some(({ name }) => name === provider.name))
          .map((service) => (
            <Button key={service.provider.name} w="fit-content" onClick={() => void use(service).catch(fail)}>
              {t('model.use', { name: service.label })}
            </Button>
          ))
      )}
      <Button variant="default" w="fit-content" onClick={setUp}>
        {t('model.other')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('model.later')}
      </Text>
    </Stack>
  );
}

/** Services that answer on this machine; null while they are being asked. */
function useLocalServices(): readonly LocalService[] | null {
  const { client } = useConnection();
  const [found, setFound] = useState<readonly LocalService[] | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const asked = providerTemplates
      .filter(({ isLocal }) => isLocal)
      .map(async ({ label, name, kind, baseUrl }) => {
        const provider: ProviderSettings = { name, kind, baseUrl };
        const { ok, models } = await client
          .call('system.testProvider', { provider }, { signal: controller.signal })
          .catch(() => ({ ok: false, models: [] }));
        return ok && models.length > 0 ? [{ provider, label: label ?? name, models }] : [];
      });
    void Promise.all(asked).then((services) => {
      if (!controller.signal.aborted) setFound(services.flat());
    });
    return () => controller.abort();
  }, [client]);
  return found;
}
