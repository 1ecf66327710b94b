import { ActionIcon, Group, Menu, Tooltip } from '@mantine/core';
import { IconDownload, IconEdit, IconFileTypePdf, IconMarkdown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ListToggle, ShortcutLabel } from './ConversationList.tsx';
import classes from './chat.module.css';
import { chatShortcuts } from './shortcuts.ts';

interface ThreadHeadProps {
  title: string;
  isListShown: boolean;
  onToggleList(): void;
  onNew(): void;
  /** Null where there is nothing to export. */
  onExport: ((format: 'markdown' | 'pdf') => void) | null;
}

export function ThreadHead({ title, isListShown, onToggleList, onNew, onExport }: ThreadHeadProps) {
  const { t } = useTranslation('chat');
  return (
    <header className={classes.head}>
      <Group gap={4} wrap="nowrap" className={classes.headTools}>
        <ListToggle isShown={isListShown} onToggle={onToggleList} />
        {!isListShown && (
          <Tooltip label={<ShortcutLabel label={t('newChat')} shortcut={chatShortcuts.newChat} />}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('newChat')} onClick={onNew}>
              <IconEdit size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      <h1 className={classes.title} title={title}>
        {title}
      </h1>
      {onExport && (
        <Menu position="bottom-end" withinPortal shadow="md">
          <Menu.Target>
            <Tooltip label={t('export.label')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('export.label')}
                className={classes.headTools}
              >
                <IconDownload size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconMarkdown size={17} aria-hidden />}
              onClick={() => onExport('markdown')}
            >
              {t('export.markdown')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconFileTypePdf size={17} aria-hidden />}
              onClick={() => onExport('pdf')}
            >
              {t('export.pdf')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </header>
  );
}
