import { appLink, type Locator } from '@adiuva/contracts';
import { ActionIcon, CloseButton, Group, Menu, Text } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconCopy,
  IconDotsVertical,
  IconFolder,
  IconLink,
} from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../client/index.ts';
import { useNotices } from '../../frame/notices.tsx';
import { useFormat } from '../../messages/index.ts';
import classes from './viewer.module.css';

interface ViewerHeadProps {
  heading: RefObject<HTMLHeadingElement | null>;
  name: string;
  path: string | null;
  documentId: string;
  locator: Locator | null;
  place: string;
  /** How many places of the answer or search are in this document. */
  hits: number;
  hit: number;
  onHit(hit: number): void;
  onClose(): void;
  children: ReactNode;
}

/** What is shown, where in it, and the way to the other places that were found. */
export function ViewerHead(props: ViewerHeadProps) {
  const { heading, name, path, documentId, locator, place, hits, hit, onHit, onClose, children } = props;
  const { t } = useTranslation(['viewer', 'library', 'common']);
  const { number } = useFormat();
  const shell = useShell();
  const { tell, fail } = useNotices();
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(() => tell(t('common:copied')), fail);
  const link = appLink({ view: 'document', documentId, ...(locator && { locator }) });

  return (
    <div className={classes.header}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <h2 ref={heading} tabIndex={-1} className={classes.title} dir="auto" title={path ?? name}>
          {name}
        </h2>
        <Group gap={4} wrap="nowrap">
          <Menu position="bottom-end" withinPortal shadow="md">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={t('library:table.menuOf', { name })}>
                <IconDotsVertical size={17} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {shell && path !== null && (
                <Menu.Item
                  leftSection={<IconFolder size={16} aria-hidden />}
                  onClick={() => void shell.call('shell.showInFolder', { path }).catch(fail)}
                >
                  {t('library:menu.showInFolder')}
                </Menu.Item>
              )}
              {path !== null && (
                <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => copy(path)}>
                  {t('library:menu.copyPath')}
                </Menu.Item>
              )}
              <Menu.Item leftSection={<IconLink size={16} aria-hidden />} onClick={() => copy(link)}>
                {locator ? t('copyPlace') : t('library:menu.copyLink')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <CloseButton aria-label={t('close')} onClick={onClose} />
        </Group>
      </Group>
      {(place !== '' || hits > 1) && (
        <Group justify="space-between" wrap="nowrap" gap="xs" mih={26}>
          <Text size="sm" c="dimmed" truncate title={place}>
            {place}
          </Text>
          {hits > 1 && (
            <Group gap={2} wrap="nowrap">
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t('hits.previous')}
                onClick={() => onHit((hit - 1 + hits) % hits)}
              >
                <IconChevronLeft size={16} />
              </ActionIcon>
              <Text size="xs" c="dimmed" role="status" style={{ whiteSpace: 'nowrap' }}>
                {t('hits.at', { at: number(hit + 1), count: hits, total: number(hits) })}
              </Text>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t('hits.next')}
                onClick={() => onHit((hit + 1) % hits)}
              >
                <IconChevronRight size={16} />
              </ActionIcon>
            </Group>
          )}
        </Group>
      )}
      {children}
    </div>
  );
}
