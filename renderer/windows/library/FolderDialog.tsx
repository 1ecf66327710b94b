import type { WatchedFolder } from '@adiuva/contracts/rpc';
import { Alert, Badge, Button, Checkbox, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { IconFolder, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useShell } from '../../client/index.ts';
import { fileName } from '../../components/fileName.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useErrorWords, useFormat } from '../../messages/index.ts';
import { cleanRules, FolderRules } from './FolderRules.tsx';
import { folderColors } from './LibrarySidebar.tsx';
import type { LibraryFilter } from './libraryFilter.ts';
import { useBaseName } from './useBaseName.ts';
import { useIngest } from './useIngest.ts';

interface FolderDialogProps {
  folder: WatchedFolder;
  onClose(): void;
  /** Shows its documents of a kind. */
  onShow(filter: Partial<LibraryFilter>): void;
}

/** A watched folder: how it fares, what of it is taken in, and its end. */
export function FolderDialog({ folder, onClose, onShow }: FolderDialogProps) {
  const { t } = useTranslation(['library', 'common']);
  const { client } = useConnection();
  const shell = useShell();
  const ingest = useIngest();
  const { fail, tell } = useNotices();
  const words = useErrorWords();
  const { number, dateTime } = useFormat();
  const baseName = useBaseName();
  const [rules, setRules] = useState({ ignore: folder.ignore, kinds: folder.kinds });
  const [isEnding, setEnding] = useState(false);
  const [removeDocuments, setRemoveDocuments] = useState(false);
  const { id, path, kb, state, progress, documents, error, scannedAt } = folder;
  const isChanged =
    JSON.stringify(cleanRules(rules)) !== JSON.stringify({ ignore: folder.ignore, kinds: folder.kinds });

  const ask = (method: 'folders.pause' | 'folders.resume') => () =>
    void client.call(method, { folder: id }).catch(fail);

  function end(): void {
    void client.call('folders.remove', { folder: id, removeDocuments }).then(({ removed }) => {
      tell(removed > 0 ? t('removed', { count: removed }) : t('folder.ended', { name: fileName(path) }));
      onClose();
    }, fail);
  }

  const counts = [
    ['indexed', documents.indexed],
    ['skipped', documents.skipped],
    ['failed', documents.failed],
    ['missing', documents.missing],
  ] as const;

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={<bdi>{fileName(path)}</bdi>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          <bdi dir="ltr">{path}</bdi> · {baseName(kb)}
        </Text>
        <Group gap="sm">
          <Badge variant="light" color={folderColors[state]} tt="none">
            {t(`folder.states.${state}`)}
          </Badge>
          {scannedAt !== null && (
            <Text size="sm" c="dimmed">
              {t('folder.scanned', { time: dateTime(scannedAt) })}
            </Text>
          )}
          {!folder.isNotified && state === 'watching' && (
            <Text size="sm" c="dimmed">
              {t('folder.notNotified')}
            </Text>
          )}
        </Group>
        {progress && progress.total > 0 && (
          <div>
            <Progress
              value={(100 * progress.done) / progress.total}
              aria-label={t('folder.states.syncing')}
            />
            <Text size="xs" c="dimmed" mt={4}>
              {t('folder.syncingOf', { done: number(progress.done), total: number(progress.total) })}
            </Text>
          </div>
        )}
        {error && (
          <Alert color="orange" p="sm">
            {words(error)}
          </Alert>
        )}
        <Group gap="xs">
          {counts
            .filter(([, count]) => count > 0)
            .map(([name, count]) => (
              <Button
                key={name}
                size="compact-sm"
                variant="default"
                onClick={() => {
                  onShow({
                    kb,
                    path,
                    ...(name === 'missing' ? { isMissing: true } : { status: name }),
                  });
                  onClose();
                }}
              >
                {t(`folder.counts.${name}`, { count, number: number(count) })}
              </Button>
            ))}
        </Group>
        <FolderRules rules={rules} onChange={setRules} />
        {isChanged && (
          <Group>
            <Button
              size="xs"
              onClick={() => {
                ingest.watch(path, kb, cleanRules(rules));
                onClose();
              }}
            >
              {t('folder.applyRules')}
            </Button>
            <Text size="xs" c="dimmed">
              {t('folder.applyHow')}
            </Text>
          </Group>
        )}
        {isEnding ? (
          <Alert color="red" variant="light" title={t('folder.endTitle')}>
            <Stack gap="sm">
              <Checkbox
                label={t('folder.endDocuments', {
                  count: documents.indexed + documents.failed + documents.skipped,
                })}
                description={t('folder.endFiles')}
                checked={removeDocuments}
                onChange={(event) => setRemoveDocuments(event.currentTarget.checked)}
              />
              <Group gap="xs">
                <Button size="xs" color="red" onClick={end} data-autofocus>
                  {t('folder.end')}
                </Button>
                <Button size="xs" variant="default" onClick={() => setEnding(false)}>
                  {t('common:cancel')}
                </Button>
              </Group>
            </Stack>
          </Alert>
        ) : (
          <Group justify="space-between">
            <Group gap="xs">
              {state === 'paused' ? (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPlayerPlay size={15} />}
                  onClick={ask('folders.resume')}
                >
                  {t('folder.resume')}
                </Button>
              ) : (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPlayerPause size={15} />}
                  onClick={ask('folders.pause')}
                >
                  {t('folder.pause')}
                </Button>
              )}
              {shell && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconFolder size={15} />}
                  onClick={() => void shell.call('shell.showInFolder', { path }).catch(fail)}
                >
                  {t('menu.showInFolder')}
                </Button>
              )}
            </Group>
            <Button size="xs" variant="subtle" color="red" onClick={() => setEnding(true)}>
              {t('folder.endAsk')}
            </Button>
          </Group>
        )}
      </Stack>
    </Modal>
  );
}
