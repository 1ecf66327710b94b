import type { Person } from '@adiuva/contracts/rpc';
import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../../client/index.ts';
import { useNotices } from '../../../frame/notices.tsx';

interface MergePersonProps {
  person: Person;
  people: readonly Person[];
  onClose(): void;
  onDone(): void;
}

/** Two entries that are one person. */
export function MergePerson({ person, people, onClose, onDone }: MergePersonProps) {
  const { t } = useTranslation(['people', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const [into, setInto] = useState<string | null>(null);
  const [isMerging, setMerging] = useState(false);
  const others = people.filter(({ id }) => id !== person.id);

  async function merge(id: string): Promise<void> {
    setMerging(true);
    try {
      await client.call('people.merge', { from: person.id, into: id });
      onDone();
      onClose();
    } catch (error) {
      fail(error);
      setMerging(false);
    }
  }
  return (
    <Stack>
      <Text size="sm">{t('merge.text', { name: person.name })}</Text>
      <Select
        label={t('merge.into')}
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={into}
        onChange={setInto}
        searchable
        nothingFoundMessage={t('notFound')}
        data-autofocus
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button
          loading={isMerging}
          disabled={into === null}
          onClick={() => into !== null && void merge(into)}
        >
          {t('merge.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
