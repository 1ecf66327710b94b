import {
  ActionIcon,
  Button,
  Group,
  Indicator,
  MultiSelect,
  Popover,
  Select,
  Stack,
  Switch,
  TextInput,
} from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../client/index.ts';
import { languageName } from '../../components/languageName.ts';
import { useTypeWords } from '../../components/useTypeWords.ts';
import { hiddenCount, isNarrowed, type LibraryFilter, wholeLibrary } from './libraryFilter.ts';
import { useBaseName } from './useBaseName.ts';
import type { Bases } from './useBases.ts';

interface FilterBarProps {
  filter: LibraryFilter;
  onFilter(filter: LibraryFilter): void;
  bases: Bases;
  /** Where the list of knowledge bases stands beside it, it is not needed here. */
  showsBases: boolean;
  /** Passages have no status, and none are found in files that are gone. */
  isForPassages: boolean;
}

const statuses = ['indexed', 'failed', 'skipped', 'pending'] as const;
const languages =
  'ar bg cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv th tr uk vi zh'.split(
    ' ',
  );

/** What the list, or the search, is narrowed to. */
export function FilterBar({ filter, onFilter, bases, showsBases, isForPassages }: FilterBarProps) {
  const { t, i18n } = useTranslation('library');
  const types = useTypeWords();
  const baseName = useBaseName();
  const tags = useQuery('tags.list', {});
  const known = tags.data?.tags.map(({ name }) => name) ?? [];
  const set = (change: Partial<LibraryFilter>) => onFilter({ ...filter, ...change });
  const count = hiddenCount(filter);
  const languageOptions = useMemo(
    () =>
      languages
        .map((code) => ({ value: code, label: languageName(code, i18n.language) }))
        .sort((a, b) => a.label.localeCompare(b.label, i18n.language)),
    [i18n.language],
  );
  const clear = { 'aria-label': t('filters.clear') };

  return (
    <Group gap="xs" wrap="nowrap">
      {showsBases && bases.list.length > 1 && (
        <Select
          aria-label={t('bases.field')}
          placeholder={t('sidebar.all')}
          size="sm"
          w={195}
          data={bases.list.map(({ name }) => ({ value: name, label: baseName(name) }))}
          value={filter.kb}
          onChange={(kb) => set({ kb })}
          clearable
          clearButtonProps={clear}
        />
      )}
      <Select
        aria-label={t('filters.type')}
        placeholder={t('filters.allTypes')}
        size="sm"
        w={150}
        data={types.options}
        value={filter.type}
        onChange={(type) => set({ type })}
        searchable
        clearable
        clearButtonProps={clear}
        nothingFoundMessage={t('filters.noType')}
      />
      <Popover position="bottom-end" shadow="md" withinPortal trapFocus returnFocus width={320}>
        <Indicator label={count} size={16} disabled={count === 0} color="teal.8">
          <Popover.Target>
            <ActionIcon variant="default" size={36} aria-label={t('filters.more', { count })}>
              <IconFilter size={18} />
            </ActionIcon>
          </Popover.Target>
        </Indicator>
        <Popover.Dropdown>
          <Stack gap="sm">
            {!isForPassages && (
              <Select
                label={t('filters.status')}
                placeholder={t('filters.anyStatus')}
                data={statuses.map((status) => ({ value: status, label: t(`status.${status}`) }))}
                value={filter.status}
                onChange={(status) => set({ status: status as LibraryFilter['status'] })}
                clearable
                clearButtonProps={clear}
                comboboxProps={{ withinPortal: false }}
              />
            )}
            <MultiSelect
              label={t('filters.tags')}
              placeholder={filter.tags.length === 0 ? t('filters.anyTags') : ''}
              data={[...new Set([...filter.tags, ...known])]}
              value={[...filter.tags]}
              onChange={(chosen) => set({ tags: chosen })}
              onDropdownOpen={tags.reload}
              searchable
              clearable
              clearButtonProps={clear}
              maxValues={20}
              nothingFoundMessage={t('filters.noTags')}
              comboboxProps={{ withinPortal: false }}
            />
            <Select
              label={t('filters.language')}
              placeholder={t('filters.anyLanguage')}
              data={languageOptions}
              value={filter.language}
              onChange={(language) => set({ language })}
              searchable
              clearable
              clearButtonProps={clear}
              comboboxProps={{ withinPortal: false }}
            />
            <Group grow gap="xs">
              <TextInput
                type="date"
                label={t('filters.since')}
                value={filter.since}
                max={filter.until || undefined}
                onChange={(event) => set({ since: event.currentTarget.value })}
              />
              <TextInput
                type="date"
                label={t('filters.until')}
                value={filter.until}
                min={filter.since || undefined}
                onChange={(event) => set({ until: event.currentTarget.value })}
              />
            </Group>
            {!isForPassages && (
              <Switch
                label={t('filters.missing')}
                description={t('filters.missingHow')}
                checked={filter.isMissing}
                onChange={(event) => set({ isMissing: event.currentTarget.checked })}
              />
            )}
            <Button
              variant="subtle"
              size="compact-sm"
              disabled={!isNarrowed(filter)}
              onClick={() =>
                onFilter({ ...wholeLibrary, sort: filter.sort, isDescending: filter.isDescending })
              }
            >
              {t('filters.reset')}
            </Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Group>
  );
}
