import type { ModelSummary } from '@adiuva/contracts/rpc';
import { ActionIcon, Badge, Card, Group, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useSettings } from '../../frame/SettingsProvider.tsx';
import { useFormat } from '../../messages/index.ts';
import { useModelWork } from './ModelWork.tsx';
import { TaskProgress } from './TaskProgress.tsx';
import { useOcrLanguageName } from './useModelWords.ts';

const prefix = 'ocr-';

/** Languages of text recognition: those that are here, more to download, and which are tried. */
export function OcrLanguages({ models }: { models: readonly ModelSummary[] }) {
  const { t } = useTranslation(['models', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { bytes } = useFormat();
  const work = useModelWork();
  const nameOf = useOcrLanguageName();
  const isOffline = useSettings()?.isOffline ?? false;
  const { data, reload } = useQuery('system.ocr', {});
  // biome-ignore lint/correctness/useExhaustiveDependencies: something ended
  useEffect(reload, [work.round, reload]);

  const codeOf = (id: string) => id.slice(prefix.length);
  const installed = data?.installed ?? [];
  const downloaded = new Set(models.filter(({ state }) => state === 'installed').map(({ id }) => codeOf(id)));
  const more = models
    .filter(({ id }) => !installed.includes(codeOf(id)) && !work.tasks.has(id))
    .map((model) => ({
      value: model.id,
      label: `${nameOf(codeOf(model.id))}${model.bytes === null ? '' : ` (${bytes(model.bytes)})`}`,
    }))
    .sort((a, b) => a.label.localeCompare(b.label));

  return (
    <Card withBorder padding="md">
      <Stack gap="sm">
        {installed.length === 0 ? (
          <Text size="sm">{t('ocr.none')}</Text>
        ) : (
          <Group
            gap="xs"
            component="ul"
            m={0}
            p={0}
            style={{ listStyle: 'none' }}
            aria-label={t('ocr.installed')}
          >
            {installed.map((code) => (
              <li key={code}>
                <Badge
                  variant="light"
                  size="lg"
                  tt="none"
                  rightSection={
                    downloaded.has(code) && (
                      <ActionIcon
                        size="xs"
                        variant="transparent"
                        aria-label={t('removeOne', { name: nameOf(code) })}
                        onClick={() =>
                          void client
                            .call('models.remove', { id: `${prefix}${code}` })
                            .then(work.refresh, fail)
                        }
                      >
                        <IconX size={12} />
                      </ActionIcon>
                    )
                  }
                >
                  {nameOf(code)}
                </Badge>
              </li>
            ))}
          </Group>
        )}
        {[...work.tasks]
          .filter(([id]) => id.startsWith(prefix))
          .map(([id, task]) => (
            <div key={id}>
              <Text size="sm">{nameOf(codeOf(id))}</Text>
              <TaskProgress task={task} name={nameOf(codeOf(id))} onCancel={() => work.cancel(id)} />
            </div>
          ))}
        <Group align="flex-end" gap="md">
          <Select
            label={t('ocr.more')}
            placeholder={t('ocr.choose')}
            description={isOffline ? t('offline') : undefined}
            data={more}
            value={null}
            disabled={isOffline}
            searchable
            w={280}
            onChange={(id) => {
              if (id) work.install(id, nameOf(codeOf(id)));
            }}
          />
          {installed.length > 0 && (
            <MultiSelect
              label={t('ocr.tried')}
              placeholder={data?.chosen.length ? undefined : t('ocr.automatic')}
              data={installed.map((code) => ({ value: code, label: nameOf(code) }))}
              value={data?.chosen ?? []}
              clearable
              style={{ flex: '1 1 16rem' }}
              onChange={(languages) =>
                void client.call('system.setOcrLanguages', { languages }).then(reload, fail)
              }
            />
          )}
        </Group>
      </Stack>
    </Card>
  );
}
