import type { ConversationSummary } from '@adiuva/contracts/rpc';
import { ActionIcon, Loader, Menu, Text, TextInput } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { type KeyboardEvent, memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MarkedText } from '../../components/MarkedText.tsx';
import classes from './chat.module.css';

interface ConversationRowProps {
  conversation: ConversationSummary;
  isOpen: boolean;
  isAnswering: boolean;
  isRenaming: boolean;
  onOpen(conversation: ConversationSummary): void;
  onStartRename(id: string | null): void;
  onRename(id: string, title: string): void;
  onDelete(conversation: ConversationSummary): void;
}

export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, isOpen, isAnswering, isRenaming, onOpen, onStartRename, onRename, onDelete } = props;
  const { t } = useTranslation('chat');
  const { id, found } = conversation;
  const title = conversation.title || t('conversations.untitled');

  if (isRenaming)
    return (
      <li>
        <RenameField
          title={conversation.title}
          onDone={(next) => {
            onStartRename(null);
            if (next !== null) onRename(id, next);
          }}
        />
      </li>
    );

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'F2') onStartRename(id);
    else if (event.key === 'Delete') onDelete(conversation);
    else return;
    event.preventDefault();
  }

  return (
    <li className={classes.row} data-open={isOpen}>
      <button
        type="button"
        className={classes.rowButton}
        data-conversation={id}
        aria-current={isOpen ? 'page' : undefined}
        title={title}
        onClick={() => onOpen(conversation)}
        onKeyDown={onKeyDown}
      >
        <span className={classes.rowTitle}>{title}</span>
        {found && (
          <Text component="span" size="xs" c="dimmed" lineClamp={2} className={classes.breakable}>
            <MarkedText text={found.text} marks={found.marks} />
          </Text>
        )}
      </button>
      {isAnswering && (
        <Loader size={14} type="dots" aria-label={t('conversations.answering')} className={classes.rowBusy} />
      )}
      <Menu position="bottom-end" withinPortal shadow="md">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            className={classes.rowMenu}
            aria-label={t('conversations.options', { title })}
          >
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => onStartRename(id)}>
            {t('conversations.rename')}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => onDelete(conversation)}
          >
            {t('conversations.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
});

/** Enter and leaving it take the name, Escape does not. */
function RenameField({ title, onDone }: { title: string; onDone(title: string | null): void }) {
  const { t } = useTranslation('chat');
  const [value, setValue] = useState(title);
  const [isOver, setIsOver] = useState(false);
  const finish = (isTaken: boolean) => {
    if (isOver) return;
    setIsOver(true);
    const name = value.trim();
    onDone(isTaken && name !== '' && name !== title ? name : null);
  };
  return (
    <TextInput
      size="sm"
      aria-label={t('conversations.renameLabel')}
      value={value}
      maxLength={200}
      data-autofocus
      ref={(field) => {
        if (field && document.activeElement !== field && !isOver) field.focus();
      }}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish(true);
        if (event.key === 'Escape') {
          event.stopPropagation();
          finish(false);
        }
      }}
    />
  );
}
