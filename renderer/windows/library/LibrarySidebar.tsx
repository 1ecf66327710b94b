import type { FolderState, WatchedFolder } from '@adiuva/contracts/rpc';
import { ActionIcon, Group, Menu, NavLink, Progress, Text } from '@mantine/core';
import {
  IconBooks,
  IconDatabase,
  IconDotsVertical,
  IconFileOff,
  IconFolder,
  IconFolderPlus,
  IconPlus,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fileName } from '../../components/fileName.ts';
import { useFormat } from '../../messages/index.ts';
import classes from './library.module.css';
import { type LibraryFilter, wholeLibrary } from './libraryFilter.ts';
import { defaultBase, useBaseName } from './useBaseName.ts';
import type { Bases, KnowledgeBase } from './useBases.ts';

export type SidebarDialog =
  | { kind: 'name'; base: string | null }
  | { kind: 'removeBase'; base: KnowledgeBase }
  | { kind: 'folder'; id: string };

interface LibrarySidebarProps {
  bases: Bases;
  folders: readonly WatchedFolder[];
  missing: number;
  filter: LibraryFilter;
  onFilter(filter: LibraryFilter): void;
  onDialog(dialog: SidebarDialog): void;
  onAddFolder(): void;
}

export const folderColors: Record<FolderState, string> = {
  watching: 'teal',
  syncing: 'blue',
  paused: 'gray',
  missing: 'orange',
  failed: 'red',
};

/** The knowledge bases, the watched folders, and what lost its file. */
export function LibrarySidebar({
  bases,
  folders,
  missing,
  filter,
  onFilter,
  onDialog,
  onAddFolder,
}: LibrarySidebarProps) {
  const { t } = useTranslation('library');
  const { number } = useFormat();
  const baseName = useBaseName();
  const goTo = (change: Partial<LibraryFilter>) => {
    const { sort, isDescending } = filter;
    onFilter({ ...wholeLibrary, sort, isDescending, ...change });
  };
  const isWhole = filter.kb === null && !filter.isMissing && filter.path === '';

  return (
    <nav className={classes.sidebar} aria-label={t('sidebar.label')}>
      <NavLink
        component="button"
        type="button"
        className={classes.place}
        active={isWhole}
        aria-current={isWhole || undefined}
        label={t('sidebar.all')}
        leftSection={<IconBooks size={18} stroke={1.6} aria-hidden />}
        rightSection={<Count value={bases.documents} />}
        onClick={() => goTo({})}
      />
      {missing > 0 && (
        <NavLink
          component="button"
          type="button"
          className={classes.place}
          active={filter.isMissing}
          aria-current={filter.isMissing || undefined}
          label={t('sidebar.missing')}
          leftSection={<IconFileOff size={18} stroke={1.6} aria-hidden />}
          rightSection={<Count value={missing} />}
          onClick={() => goTo({ isMissing: true })}
        />
      )}
      <Heading
        text={t('sidebar.bases')}
        label={t('bases.create')}
        icon={<IconPlus size={16} />}
        onAdd={() => onDialog({ kind: 'name', base: null })}
      />
      <ul className={classes.places}>
        {bases.list.map((base) => (
          <li key={base.name} className={classes.placeRow}>
            <NavLink
              component="button"
              type="button"
              className={classes.place}
              active={filter.kb === base.name}
              aria-current={filter.kb === base.name || undefined}
              label={<bdi>{baseName(base.name)}</bdi>}
              title={baseName(base.name)}
              leftSection={<IconDatabase size={18} stroke={1.6} aria-hidden />}
              rightSection={<Count value={base.documents} />}
              onClick={() => goTo({ kb: base.name })}
            />
            <Menu position="bottom-end" withinPortal shadow="md">
              <Menu.Target>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  className={classes.placeMenu}
                  aria-label={t('bases.menuOf', { name: baseName(base.name) })}
                >
                  <IconDotsVertical size={15} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                {base.name !== defaultBase && (
                  <Menu.Item onClick={() => onDialog({ kind: 'name', base: base.name })}>
                    {t('bases.rename')}
                  </Menu.Item>
                )}
                <Menu.Item color="red" onClick={() => onDialog({ kind: 'removeBase', base })}>
                  {t('bases.remove')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
      <Heading
        text={t('sidebar.folders')}
        label={t('add.folder')}
        icon={<IconFolderPlus size={16} />}
        onAdd={onAddFolder}
      />
      {folders.length === 0 && (
        <Text size="xs" c="dimmed" px="sm">
          {t('sidebar.noFolders')}
        </Text>
      )}
      <ul className={classes.places}>
        {folders.map((folder) => (
          <li key={folder.id} className={classes.placeRow}>
            <NavLink
              component="button"
              type="button"
              className={classes.place}
              active={filter.path === folder.path}
              aria-current={filter.path === folder.path || undefined}
              label={<bdi>{fileName(folder.path)}</bdi>}
              title={folder.path}
              description={folderWords(folder, t, number)}
              leftSection={
                <IconFolder
                  size={18}
                  stroke={1.6}
                  color={`var(--mantine-color-${folderColors[folder.state]}-6)`}
                  aria-hidden
                />
              }
              onClick={() => goTo({ path: folder.path, kb: folder.kb })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              className={classes.placeMenu}
              aria-label={t('folder.menuOf', { name: fileName(folder.path) })}
              aria-haspopup="dialog"
              onClick={() => onDialog({ kind: 'folder', id: folder.id })}
            >
              <IconDotsVertical size={15} />
            </ActionIcon>
            {folder.state === 'syncing' && folder.progress && folder.progress.total > 0 && (
              <Progress
                size={3}
                className={classes.placeProgress}
                value={(100 * folder.progress.done) / folder.progress.total}
                aria-label={t('folder.progressOf', { name: fileName(folder.path) })}
              />
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How a folder fares, in a line. */
export function folderWords(
  folder: WatchedFolder,
  t: ReturnType<typeof useTranslation<'library'>>['t'],
  number: (value: number) => string,
): string {
  const { state, progress, documents } = folder;
  if (state === 'syncing' && progress && progress.total > 0)
    return t('folder.syncingOf', { done: number(progress.done), total: number(progress.total) });
  const words = [t(`folder.states.${state}`)];
  if (documents.failed > 0) words.push(t('folder.failed', { count: documents.failed }));
  return words.join(' · ');
}

function Count({ value }: { value: number }) {
  const { number } = useFormat();
  return (
    <Text size="xs" c="dimmed" className={classes.count}>
      {number(value)}
    </Text>
  );
}

interface HeadingProps {
  text: string;
  label: string;
  icon: ReactNode;
  onAdd(): void;
}

function Heading({ text, label, icon, onAdd }: HeadingProps) {
  return (
    <Group justify="space-between" wrap="nowrap" className={classes.sidebarHeading}>
      <h2>{text}</h2>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} title={label} onClick={onAdd}>
        {icon}
      </ActionIcon>
    </Group>
  );
}
