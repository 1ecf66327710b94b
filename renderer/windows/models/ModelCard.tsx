import type { ModelSummary } from '@adiuva/contracts/rpc';
import { Badge, Button, Card, Group, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconDownload, IconFileImport, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useSettings } from '../../frame/SettingsProvider.tsx';
import { useFormat } from '../../messages/index.ts';
import { useModelWork } from './ModelWork.tsx';
import { TaskProgress } from './TaskProgress.tsx';
import { useImport } from './useImport.tsx';
import { useModelWords } from './useModelWords.ts';

interface ModelCardProps {
  model: ModelSummary;
  /** Whether it serves, where the model does not say so itself. */
  isActive?: boolean;
  /** Takes it into use, where that is another thing than computing vectors by it; null where it serves by being here. */
  onUse?: (() => void) | null;
}

/** One model: what it is, whether it is here, and what can be done with it. */
export function ModelCard({ model, isActive = model.active, onUse }: ModelCardProps) {
  const { t } = useTranslation(['models', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { bytes } = useFormat();
  const work = useModelWork();
  const importModel = useImport();
  const isOffline = useSettings()?.isOffline ?? false;
  const { name, description } = useModelWords()(model);
  const task = work.tasks.get(model.id);
  const isHere = model.state === 'installed' || model.state === 'builtin';
  const isMissing = model.state === 'available' || model.state === 'broken' || model.state === 'downloading';

  const remove = () =>
    modals.openConfirmModal({
      title: t('removeTitle', { name }),
      children: <Text size="sm">{t('removeText', { size: bytes(model.bytes ?? 0) })}</Text>,
      labels: { confirm: t('remove'), cancel: t('common:cancel') },
      confirmProps: { color: 'red' },
      closeButtonProps: { 'aria-label': t('common:close') },
      onConfirm: () => void client.call('models.remove', { id: model.id }).then(work.refresh, fail),
    });

  return (
    <Card withBorder padding="md" component="article" aria-label={name}>
      <Group justify="space-between" align="flex-start" gap="md">
        <div style={{ flex: '1 1 20rem', minWidth: 0 }}>
          <Group gap="xs">
            <Title order={3} size="h5">
              {name}
            </Title>
            {isActive && <Badge color="teal">{t('serves')}</Badge>}
            {model.state === 'broken' && <Badge color="red">{t('broken')}</Badge>}
          </Group>
          <Text size="sm">{description}</Text>
          <Text size="xs" c="dimmed" mt={4}>
            {[model.licence, model.bytes === null ? null : bytes(model.bytes)].filter(Boolean).join(' · ')}
          </Text>
        </div>
        {!task && (
          <Group gap="xs">
            {isHere && !isActive && onUse !== null && (
              <Button size="sm" onClick={onUse ?? (() => work.activate(model.id, name))}>
                {t('use')}
              </Button>
            )}
            {isMissing && (
              <>
                <Button
                  size="sm"
                  leftSection={<IconDownload size={16} />}
                  disabled={isOffline}
                  title={isOffline ? t('offline') : undefined}
                  onClick={() => work.install(model.id, name)}
                >
                  {t('download')}
                </Button>
                <Button
                  size="sm"
                  variant="default"
                  leftSection={<IconFileImport size={16} />}
                  onClick={() => importModel(model.id, name)}
                >
                  {t('import')}
                </Button>
              </>
            )}
            {model.state === 'installed' && !isActive && (
              <Button
                size="sm"
                variant="subtle"
                color="red"
                leftSection={<IconTrash size={16} />}
                onClick={remove}
              >
                {t('remove')}
              </Button>
            )}
          </Group>
        )}
      </Group>
      {task && <TaskProgress task={task} name={name} onCancel={() => work.cancel(model.id)} />}
    </Card>
  );
}
