import { type SearchMode, searchModeSchema } from '@adiuva/contracts/rpc';
import {
  ActionIcon,
  Button,
  CloseButton,
  Group,
  Kbd,
  Menu,
  SegmentedControl,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import {
  IconChevronDown,
  IconFilePlus,
  IconFolderPlus,
  IconLayoutSidebar,
  IconMicrophone,
  IconPlus,
  IconSearch,
} from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcutKeys } from '../../frame/shortcutKeys.ts';
import { useFormat } from '../../messages/index.ts';
import { captureShortcut } from '../capture/CaptureCommands.tsx';
import { useCapture } from '../capture/useCapture.ts';
import { FilterBar } from './FilterBar.tsx';
import classes from './library.module.css';
import type { LibraryFilter } from './libraryFilter.ts';
import type { Bases } from './useBases.ts';

/** Documents themselves, or what stands in them. */
export type LibraryLook = 'documents' | 'passages';

interface LibraryHeadProps {
  field: RefObject<HTMLInputElement | null>;
  filter: LibraryFilter;
  onFilter(filter: LibraryFilter): void;
  bases: Bases;
  showsBases: boolean;
  look: LibraryLook;
  onLook(look: LibraryLook): void;
  query: string;
  onQuery(query: string): void;
  mode: SearchMode;
  onMode(mode: SearchMode): void;
  onAdd(what: 'files' | 'folder'): void;
  /** Opens what stands beside the list where there is room; null while it stands there. */
  onSidebar: (() => void) | null;
  total: number | null;
}

/** Title, ways in, and the one field that finds: documents by their names, passages by what they say. */
export function LibraryHead({
  field,
  filter,
  onFilter,
  bases,
  showsBases,
  look,
  onLook,
  query,
  onQuery,
  mode,
  onMode,
  onAdd,
  onSidebar,
  total,
}: LibraryHeadProps) {
  const { t } = useTranslation(['library', 'capture']);
  const { number } = useFormat();
  const { session, ask } = useCapture();
  const isPassages = look === 'passages';
  const value = isPassages ? query : filter.path;
  const change = (text: string) => (isPassages ? onQuery(text) : onFilter({ ...filter, path: text }));

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !isPassages && value.trim() !== '') {
      // What is no name may stand inside.
      onQuery(value);
      onLook('passages');
    }
    if (event.key === 'Escape' && value !== '') {
      change('');
      event.stopPropagation();
    }
  }

  return (
    <header className={classes.head}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap="sm" wrap="nowrap">
          {onSidebar && (
            <ActionIcon
              variant="default"
              size={36}
              aria-label={t('sidebar.label')}
              aria-haspopup="dialog"
              onClick={onSidebar}
            >
              <IconLayoutSidebar size={18} />
            </ActionIcon>
          )}
          <Title order={1} size="h3">
            {t('title')}
          </Title>
          {!isPassages && total !== null && (
            <Text size="sm" c="dimmed" role="status">
              {t('documents', { count: total, number: number(total) })}
            </Text>
          )}
        </Group>
        <Group gap="xs" wrap="nowrap">
          {!session && (
            <Button
              variant="default"
              leftSection={<IconMicrophone size={16} />}
              onClick={ask}
              title={shortcutKeys(captureShortcut).join(' ')}
            >
              {t('capture:start')}
            </Button>
          )}
          <Menu position="bottom-end" shadow="md" withinPortal>
            <Menu.Target>
              <Button leftSection={<IconPlus size={16} />} rightSection={<IconChevronDown size={14} />}>
                {t('add.button')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <AddItem
                icon={<IconFilePlus size={16} />}
                label={t('add.files')}
                keys="mod+O"
                onClick={() => onAdd('files')}
              />
              <AddItem
                icon={<IconFolderPlus size={16} />}
                label={t('add.folder')}
                keys="mod+shift+O"
                onClick={() => onAdd('folder')}
              />
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      <search className={classes.find}>
        <SegmentedControl
          aria-label={t('search.look')}
          data={[
            { value: 'documents', label: t('search.documents') },
            { value: 'passages', label: t('search.passages') },
          ]}
          value={look}
          onChange={(next) => {
            onLook(next as LibraryLook);
            field.current?.focus();
          }}
        />
        <TextInput
          ref={field}
          className={classes.field}
          aria-label={isPassages ? t('search.inside') : t('search.names')}
          placeholder={isPassages ? t('search.inside') : t('search.names')}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={
            value !== '' && (
              <CloseButton size="sm" aria-label={t('search.clear')} onClick={() => change('')} />
            )
          }
          value={value}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          maxLength={isPassages ? 10_000 : 1000}
          spellCheck={isPassages}
          autoComplete="off"
        />
        {isPassages && (
          <SegmentedControl
            aria-label={t('search.mode')}
            data={searchModeSchema.options.map((one) => ({ value: one, label: t(`search.modes.${one}`) }))}
            value={mode}
            onChange={(next) => onMode(searchModeSchema.parse(next))}
          />
        )}
        <FilterBar
          filter={filter}
          onFilter={onFilter}
          bases={bases}
          showsBases={showsBases}
          isForPassages={isPassages}
        />
      </search>
    </header>
  );
}

interface AddItemProps {
  icon: ReactNode;
  label: string;
  keys: string;
  onClick(): void;
}

function AddItem({ icon, label, keys, onClick }: AddItemProps) {
  return (
    <Menu.Item
      leftSection={icon}
      rightSection={
        <Group gap={3} wrap="nowrap" aria-hidden ml="md">
          {shortcutKeys(keys).map((key) => (
            <Kbd key={key} size="xs">
              {key}
            </Kbd>
          ))}
        </Group>
      }
      onClick={onClick}
    >
      {label}
    </Menu.Item>
  );
}
