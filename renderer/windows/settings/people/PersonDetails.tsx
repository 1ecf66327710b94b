import type { Person } from '@adiuva/contracts/rpc';
import { Button, Checkbox, Group, Skeleton, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useQuery } from '../../../client/index.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { useNotices } from '../../../frame/notices.tsx';
import { useApp } from '../../../frame/useApp.ts';
import { useFormat } from '../../../messages/index.ts';
import { MergePerson } from './MergePerson.tsx';
import classes from './people.module.css';
import { RemovePerson } from './RemovePerson.tsx';
import { SplitPerson } from './SplitPerson.tsx';

interface PersonDetailsProps {
  person: Person;
  people: readonly Person[];
  onChanged(): void;
}

/** Somebody's names, where they speak and where they are named. */
export function PersonDetails({ person, people, onChanged }: PersonDetailsProps) {
  const { t } = useTranslation(['people', 'common']);
  const { client } = useConnection();
  const { fail } = useNotices();
  const { openDocument } = useApp();
  const { duration } = useFormat();
  const { id } = person;
  const { data, error, reload } = useQuery('people.show', { id });
  const [name, setName] = useState(person.name);
  const [aliases, setAliases] = useState(person.aliases);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const changed = () => {
    onChanged();
    reload();
  };
  const rename = () => {
    const next = name.trim();
    if (next === '' || next === person.name) return setName(person.name);
    client.call('people.rename', { id, name: next }).then(changed, (failure: unknown) => {
      setName(person.name);
      fail(failure);
    });
  };
  const open = (title: string, children: (close: () => void) => React.ReactNode) => {
    const modal = modals.open({
      title,
      closeButtonProps: { 'aria-label': t('common:close') },
      children: children(() => modals.close(modal)),
    });
  };
  const speaksIn = data?.speaksIn ?? [];

  return (
    <Stack gap="md" className={classes.details}>
      <TextInput
        label={t('name')}
        description={t('nameHelp')}
        value={name}
        maxLength={200}
        maw={420}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === 'Enter') rename();
          if (event.key === 'Escape') setName(person.name);
        }}
      />
      <TagsInput
        label={t('aliases')}
        description={t('aliasesHelp')}
        value={aliases}
        onChange={(next) => {
          setAliases(next);
          client.call('people.setAliases', { id, aliases: next }).then(changed, (failure: unknown) => {
            setAliases(person.aliases);
            fail(failure);
          });
        }}
        maxTags={50}
        maxLength={200}
        splitChars={[',', ';']}
        acceptValueOnBlur={false}
        maw={560}
      />
      {error && !data && <ErrorNotice message={error} onRetry={reload} />}
      {!data && !error && <Skeleton height={60} aria-label={t('common:loading')} />}
      {data && (
        <>
          <section aria-label={t('speaksIn')}>
            <Text size="sm" fw={600} mb={4}>
              {t('speaksIn')}
            </Text>
            {speaksIn.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('speaksNowhere')}
              </Text>
            )}
            <ul className={classes.places}>
              {speaksIn.map(({ documentId, title, speechMs, speaker }) => (
                <li key={`${documentId} ${speaker}`}>
                  {speaksIn.length > 1 && (
                    <Checkbox
                      size="xs"
                      aria-label={t('split.choose', { title })}
                      checked={chosen.includes(documentId)}
                      onChange={(event) => {
                        const isOn = event.currentTarget.checked;
                        setChosen(
                          isOn ? [...chosen, documentId] : chosen.filter((one) => one !== documentId),
                        );
                      }}
                    />
                  )}
                  <Place
                    title={title}
                    onOpen={() => openDocument({ documentId, name: title, locator: null })}
                  />
                  <Text size="xs" c="dimmed" component="span" className={classes.count}>
                    {duration(speechMs)}
                  </Text>
                </li>
              ))}
            </ul>
          </section>
          <section aria-label={t('namedIn')}>
            <Text size="sm" fw={600} mb={4}>
              {t('namedIn')}
            </Text>
            {data.namedIn.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('namedNowhere')}
              </Text>
            )}
            <ul className={classes.places}>
              {data.namedIn.map(({ documentId, title, path }) => (
                <li key={documentId} title={path}>
                  <Place
                    title={title}
                    onOpen={() => openDocument({ documentId, name: title, locator: null })}
                  />
                </li>
              ))}
            </ul>
          </section>
        </>
      )}
      <Group gap="xs">
        {people.length > 1 && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() =>
              open(t('merge.title', { name: person.name }), (close) => (
                <MergePerson person={person} people={people} onClose={close} onDone={onChanged} />
              ))
            }
          >
            {t('merge.button')}
          </Button>
        )}
        {speaksIn.length > 1 && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={chosen.length === 0 || chosen.length === speaksIn.length}
            onClick={() =>
              open(t('split.title', { name: person.name }), (close) => (
                <SplitPerson
                  person={person}
                  documentIds={chosen}
                  onClose={close}
                  onDone={() => {
                    setChosen([]);
                    changed();
                  }}
                />
              ))
            }
          >
            {t('split.button')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          onClick={() =>
            open(t('remove.title', { name: person.name }), (close) => (
              <RemovePerson person={person} onClose={close} onDone={onChanged} />
            ))
          }
        >
          {t('remove.button')}
        </Button>
      </Group>
      {speaksIn.length > 1 && chosen.length === 0 && (
        <Text size="xs" c="dimmed">
          {t('split.how')}
        </Text>
      )}
    </Stack>
  );
}

function Place({ title, onOpen }: { title: string; onOpen(): void }) {
  return (
    <button type="button" className={classes.place} onClick={onOpen}>
      <bdi>{title}</bdi>
    </button>
  );
}
