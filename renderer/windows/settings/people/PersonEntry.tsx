import type { Person } from '@adiuva/contracts/rpc';
import { Badge, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../messages/index.ts';
import { PersonDetails } from './PersonDetails.tsx';
import classes from './people.module.css';

interface PersonEntryProps {
  person: Person;
  people: readonly Person[];
  isOpen: boolean;
  onToggle(): void;
  onChanged(): void;
}

/** Somebody in a line; all that is known of them behind it. */
export function PersonEntry({ person, people, isOpen, onToggle, onChanged }: PersonEntryProps) {
  const { t } = useTranslation('people');
  const { duration } = useFormat();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.person}>
      <UnstyledButton className={classes.head} aria-expanded={isOpen} onClick={onToggle}>
        <Chevron size={16} aria-hidden className={classes.chevron} />
        <span className={classes.names}>
          <bdi className={classes.name}>{person.name}</bdi>
          {person.aliases.length > 0 && (
            <Text size="xs" c="dimmed" component="span" truncate>
              <bdi>{person.aliases.join(', ')}</bdi>
            </Text>
          )}
        </span>
        {person.voiceSeconds > 0 && (
          <Badge variant="light" size="sm">
            {t('voice', { time: duration(person.voiceSeconds * 1000) })}
          </Badge>
        )}
        <Text size="sm" c="dimmed" component="span" className={classes.count}>
          {t('recordings', { count: person.recordings })}
        </Text>
      </UnstyledButton>
      {isOpen && <PersonDetails person={person} people={people} onChanged={onChanged} />}
    </li>
  );
}
