import type { Person } from '@adiuva/contracts/rpc';
import { Button, Skeleton, Switch, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../../client/index.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { useNotices } from '../../../frame/notices.tsx';
import { useSettings } from '../../../frame/SettingsProvider.tsx';
import { SettingsGroup } from '../SettingsGroup.tsx';
import { useChangeSettings } from '../useChangeSettings.ts';
import { PersonEntry } from './PersonEntry.tsx';
import classes from './people.module.css';

/** From so many on there is a field to find one. */
const manyPeople = 12;

/** Who is known by name and by voice, and whether voices are kept at all. */
export function PeopleSettings() {
  const { t } = useTranslation(['people', 'common']);
  const { client } = useConnection();
  const { tell, fail } = useNotices();
  const settings = useSettings();
  const change = useChangeSettings();
  const { data, error, reload } = useQuery('people.list', {});
  const [wanted, setWanted] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  if (!settings) return <Skeleton height={200} aria-label={t('common:loading')} />;
  const people = [...(data?.people ?? [])].sort((a, b) => a.name.localeCompare(b.name));
  const shown = people.filter((person) => isLike(person, wanted));
  const voices = data?.keptVoices ?? 0;

  const forget = () =>
    modals.openConfirmModal({
      title: t('voices.forgetTitle'),
      children: <Text size="sm">{t('voices.forgetText')}</Text>,
      labels: { confirm: t('voices.forget'), cancel: t('common:cancel') },
      confirmProps: { color: 'red' },
      closeButtonProps: { 'aria-label': t('common:close') },
      onConfirm: () =>
        void client.call('people.forgetVoices', {}).then(({ voices: count }) => {
          tell(t('voices.forgotten', { count }));
          reload();
        }, fail),
    });

  return (
    <>
      <SettingsGroup title={t('voices.title')} text={t('voices.text')}>
        <Switch
          label={t('voices.remember')}
          description={t('voices.rememberHelp')}
          checked={settings.remembersVoices}
          onChange={(event) => change({ remembersVoices: event.currentTarget.checked })}
        />
        <div>
          <Text size="sm" mb={6}>
            {t('voices.kept', { count: voices })}
          </Text>
          <Button variant="light" color="red" disabled={voices === 0} onClick={forget}>
            {t('voices.forgetAll')}
          </Button>
        </div>
      </SettingsGroup>
      <SettingsGroup title={t('title')} text={t('text')}>
        {error && !data && <ErrorNotice message={error} onRetry={reload} />}
        {!data && !error && <Skeleton height={120} aria-label={t('common:loading')} />}
        {people.length >= manyPeople && (
          <TextInput
            aria-label={t('find')}
            placeholder={t('find')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
            maw={340}
            autoComplete="off"
          />
        )}
        {data && people.length === 0 && (
          <EmptyState icon={<IconUsers size={26} />} title={t('empty.title')} text={t('empty.text')} />
        )}
        {people.length > 0 && shown.length === 0 && (
          <Text size="sm" c="dimmed" role="status">
            {t('notFound')}
          </Text>
        )}
        <ul className={classes.people}>
          {shown.map((person) => (
            <PersonEntry
              key={person.id}
              person={person}
              people={people}
              isOpen={open === person.id}
              onToggle={() => setOpen(open === person.id ? null : person.id)}
              onChanged={reload}
            />
          ))}
        </ul>
      </SettingsGroup>
    </>
  );
}

function isLike({ name, aliases }: Person, wanted: string): boolean {
  const text = wanted.trim().toLocaleLowerCase();
  return text === '' || [name, ...aliases].some((one) => one.toLocaleLowerCase().includes(text));
}
