import type { Person } from '@adiuva/contracts/rpc';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../../client/index.ts';
import { useNotices } from '../../../frame/notices.tsx';

interface SplitPersonProps {
  person: Person;
  documentIds: readonly string[];
  onClose(): void;
  onDone(): void;
}

/** One entry that is two people: what was heard in some recordings is somebody else's. */
export function SplitPerson({ person, documentIds, onClose, onDone }: SplitPersonProps) {
  const { t } = useTranslation(['people', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const [name, setName] = useState('');
  const [isSplitting, setSplitting] = useState(false);

  async function split(event: FormEvent): Promise<void> {
    event.preventDefault();
    setSplitting(true);
    try {
      await client.call('people.split', { id: person.id, name: name.trim(), documentIds: [...documentIds] });
      onDone();
      onClose();
    } catch (error) {
      fail(error);
      setSplitting(false);
    }
  }
  return (
    <form onSubmit={(event) => void split(event)}>
      <Stack>
        <Text size="sm">{t('split.text', { count: documentIds.length })}</Text>
        <TextInput
          label={t('split.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={200}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={isSplitting} disabled={name.trim() === ''}>
            {t('split.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
