import type { Person } from '@adiuva/contracts/rpc';
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../../client/index.ts';
import { useNotices } from '../../../frame/notices.tsx';

interface RemovePersonProps {
  person: Person;
  onClose(): void;
  onDone(): void;
}

/** Says what goes and what stays, before it goes. */
export function RemovePerson({ person, onClose, onDone }: RemovePersonProps) {
  const { t } = useTranslation(['people', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const [forgetName, setForgetName] = useState(false);
  const [isRemoving, setRemoving] = useState(false);

  async function remove(): Promise<void> {
    setRemoving(true);
    try {
      await client.call('people.remove', { id: person.id, forgetName });
      onDone();
      onClose();
    } catch (error) {
      fail(error);
      setRemoving(false);
    }
  }
  return (
    <Stack>
      <Text size="sm">{t('remove.text')}</Text>
      <Checkbox
        label={t('remove.forgetName')}
        description={t('remove.forgetNameHelp')}
        checked={forgetName}
        onChange={(event) => setForgetName(event.currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common:cancel')}
        </Button>
        <Button color="red" loading={isRemoving} onClick={() => void remove()}>
          {t('remove.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}
