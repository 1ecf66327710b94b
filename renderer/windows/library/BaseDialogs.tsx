import type { WatchedFolder } from '@adiuva/contracts/rpc';
import { Button, Group, List, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useErrorWords } from '../../messages/index.ts';
import { useBaseName } from './useBaseName.ts';
import type { Bases, KnowledgeBase } from './useBases.ts';

interface NameDialogProps {
  bases: Bases;
  /** The one that gets another name; null makes a new one. */
  base: string | null;
  onClose(): void;
  onNamed(name: string): void;
}

/** The name of a new knowledge base, or another name for one. */
export function BaseNameDialog({ bases, base, onClose, onNamed }: NameDialogProps) {
  const { t } = useTranslation(['library', 'common']);
  const { client } = useConnection();
  const words = useErrorWords();
  const [name, setName] = useState(base ?? '');
  const [error, setError] = useState<string | null>(null);
  const given = name.trim();
  const isTaken = given !== base && bases.list.some((other) => other.name === given);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (given === '' || isTaken) return;
    try {
      const answer =
        base === null
          ? await client.call('library.createKnowledgeBase', { name: given })
          : await client.call('library.renameKnowledgeBase', { from: base, to: given });
      bases.reload();
      onNamed(answer.name);
      onClose();
    } catch (failure) {
      setError(words(failure));
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={base === null ? t('bases.create') : t('bases.renameOne', { name: base })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={(event) => void save(event)}>
        <Stack>
          <TextInput
            data-autofocus
            label={t('bases.name')}
            description={base === null ? t('bases.nameHow') : undefined}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={isTaken ? t('bases.taken') : error}
            maxLength={200}
            autoComplete="off"
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={given === '' || isTaken || given === base}>
              {base === null ? t('bases.createConfirm') : t('common:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface RemoveDialogProps {
  base: KnowledgeBase;
  folders: readonly WatchedFolder[];
  onClose(): void;
  onRemoved(): void;
}

/** Says what goes and what stays, before it goes. */
export function BaseRemoveDialog({ base, folders, onClose, onRemoved }: RemoveDialogProps) {
  const { t } = useTranslation(['library', 'common']);
  const { client } = useConnection();
  const { tell, fail } = useNotices();
  const baseName = useBaseName();
  const [isRemoving, setRemoving] = useState(false);
  const own = folders.filter(({ kb }) => kb === base.name);

  async function remove(): Promise<void> {
    setRemoving(true);
    try {
      const { removed } = await client.call('library.removeKnowledgeBase', { name: base.name });
      tell(t('removed', { count: removed }));
      onRemoved();
      onClose();
    } catch (error) {
      fail(error);
      setRemoving(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('bases.removeOne', { name: baseName(base.name) })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text size="sm">{t('bases.removeWhat', { count: base.documents })}</Text>
        {own.length > 0 && (
          <>
            <Text size="sm">{t('bases.removeFolders', { count: own.length })}</Text>
            <List size="sm">
              {own.map(({ id, path }) => (
                <List.Item key={id}>
                  <bdi dir="ltr" style={{ overflowWrap: 'anywhere' }}>
                    {path}
                  </bdi>
                </List.Item>
              ))}
            </List>
          </>
        )}
        <Text size="sm" c="dimmed">
          {t('bases.removeStays')}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common:cancel')}
          </Button>
          <Button color="red" loading={isRemoving} onClick={() => void remove()}>
            {t('bases.removeConfirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
