import { ActionIcon, CloseButton, Group, Loader, Text, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconSearch } from '@tabler/icons-react';
import { type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../messages/index.ts';
import type { Find } from './useFind.ts';
import classes from './viewer.module.css';

interface FindBarProps {
  field: RefObject<HTMLInputElement | null>;
  query: string;
  onQuery(query: string): void;
  find: Pick<Find, 'at' | 'isReading' | 'step'> & { hits: readonly unknown[] };
  onClose(): void;
}

/** Finds words in the document that is shown. */
export function FindBar({ field, query, onQuery, find, onClose }: FindBarProps) {
  const { t } = useTranslation(['viewer', 'common']);
  const { number } = useFormat();
  const { hits, at, isReading, step } = find;
  useEffect(() => field.current?.focus(), [field]);
  return (
    <search className={classes.find}>
      <TextInput
        ref={field}
        size="xs"
        flex={1}
        aria-label={t('find.label')}
        placeholder={t('find.label')}
        leftSection={isReading ? <Loader size={12} /> : <IconSearch size={14} aria-hidden />}
        value={query}
        onChange={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape') onClose();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        maxLength={200}
        autoComplete="off"
      />
      <Text size="xs" c="dimmed" role="status" className={classes.findCount}>
        {query.trim() === '' || isReading
          ? ''
          : hits.length === 0
            ? t('find.none')
            : t('find.at', { at: number(at + 1), count: hits.length, total: number(hits.length) })}
      </Text>
      <Group gap={2} wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('find.previous')}
          disabled={hits.length === 0}
          onClick={() => step(-1)}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t('find.next')}
          disabled={hits.length === 0}
          onClick={() => step(1)}
        >
          <IconChevronDown size={16} />
        </ActionIcon>
        <CloseButton size="sm" aria-label={t('find.close')} onClick={onClose} />
      </Group>
    </search>
  );
}
