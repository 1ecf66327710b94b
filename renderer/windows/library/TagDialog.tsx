import { Button, Group, Modal, MultiSelect, Stack, TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { nameOf } from './libraryFilter.ts';
import type { Targets } from './targets.ts';

interface TagDialogProps {
  targets: Targets;
  onClose(): void;
  onDone(): void;
}

const batch = 10_000;

/** The tags of one document as they are to be; of several, those to be given and those to be taken. */
export function TagDialog({ targets, onClose, onDone }: TagDialogProps) {
  const { t } = useTranslation(['library', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { data } = useQuery('tags.list', {});
  const known = data?.tags.map(({ name }) => name) ?? [];
  const own = targets.single?.tags ?? [];
  const [given, setGiven] = useState<string[]>([...own]);
  const [taken, setTaken] = useState<string[]>([]);
  const [isSaving, setSaving] = useState(false);
  const added = given.filter((tag) => !own.includes(tag));
  const removed = targets.single ? own.filter((tag) => !given.includes(tag)) : taken;

  async function save(): Promise<void> {
    setSaving(true);
    try {
      const ids = (await targets.read()).map(({ id }) => id);
      for (let at = 0; at < ids.length; at += batch) {
        const some = ids.slice(at, at + batch);
        if (added.length > 0) await client.call('tags.add', { targets: some, tags: added });
        if (removed.length > 0) await client.call('tags.remove', { targets: some, tags: removed });
      }
      onDone();
      onClose();
    } catch (error) {
      fail(error);
      setSaving(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={
        targets.single
          ? t('tags.one', { name: nameOf(targets.single) })
          : t('tags.many', { count: targets.count })
      }
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <TagsInput
          data-autofocus
          label={targets.single ? t('tags.label') : t('tags.add')}
          description={t('tags.how')}
          data={known}
          value={given}
          onChange={setGiven}
          maxTags={50}
          maxLength={100}
          splitChars={[',', ';']}
          clearable
          clearButtonProps={{ 'aria-label': t('filters.clear') }}
        />
        {!targets.single && known.length > 0 && (
          <MultiSelect
            label={t('tags.remove')}
            data={known}
            value={taken}
            onChange={setTaken}
            searchable
            maxValues={50}
          />
        )}
        {!targets.single && (
          <Text size="sm" c="dimmed">
            {t('tags.stay')}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            loading={isSaving}
            disabled={added.length + removed.length === 0}
            onClick={() => void save()}
          >
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
