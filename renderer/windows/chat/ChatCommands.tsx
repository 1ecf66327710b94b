import {
  IconCopy,
  IconEdit,
  IconFileTypePdf,
  IconLayoutSidebar,
  IconMarkdown,
  IconMessage,
  IconPaperclip,
  IconPencil,
  IconPlayerStop,
  IconRefresh,
  IconSearch,
  IconTrash,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../frame/commands.ts';
import { chatShortcuts } from './shortcuts.ts';

export interface ChatCommandsProps {
  newChat(): void;
  search(): void;
  focusComposer(): void;
  attach(): void;
  toggleList(): void;
  openQuickChat(): void;
  /** Null where there is nothing to do it with. */
  stop: (() => void) | null;
  copyLast: (() => void) | null;
  regenerateLast: (() => void) | null;
  editLast: (() => void) | null;
  exportMarkdown: (() => void) | null;
  exportPdf: (() => void) | null;
  rename: (() => void) | null;
  remove: (() => void) | null;
}

/** What can be done in the chat, by the palette and by keys. */
export function ChatCommands(props: ChatCommandsProps) {
  const { t } = useTranslation('chat');
  const size = 18;
  const act = (id: string, label: string, icon: ReactNode, run: (() => void) | null, shortcut?: string) =>
    run && { id: `chat.${id}`, label, group: 'actions' as const, icon, run, shortcut };
  const keys = chatShortcuts;
  useCommand(act('new', t('commands.newChat'), <IconEdit size={size} />, props.newChat, keys.newChat));
  useCommand(act('search', t('commands.search'), <IconSearch size={size} />, props.search, keys.search));
  useCommand(
    act(
      'focus',
      t('commands.focusComposer'),
      <IconMessage size={size} />,
      props.focusComposer,
      keys.focusComposer,
    ),
  );
  useCommand(act('attach', t('commands.attach'), <IconPaperclip size={size} />, props.attach));
  useCommand(act('stop', t('commands.stop'), <IconPlayerStop size={size} />, props.stop, keys.stop));
  useCommand(
    act('copyLast', t('commands.copyLast'), <IconCopy size={size} />, props.copyLast, keys.copyLast),
  );
  useCommand(
    act('regenerate', t('commands.regenerateLast'), <IconRefresh size={size} />, props.regenerateLast),
  );
  useCommand(act('edit', t('commands.editLast'), <IconPencil size={size} />, props.editLast));
  useCommand(
    act(
      'exportMarkdown',
      t('commands.exportMarkdown'),
      <IconMarkdown size={size} />,
      props.exportMarkdown,
      keys.exportMarkdown,
    ),
  );
  useCommand(act('exportPdf', t('commands.exportPdf'), <IconFileTypePdf size={size} />, props.exportPdf));
  useCommand(act('rename', t('commands.rename'), <IconPencil size={size} />, props.rename));
  useCommand(act('delete', t('commands.delete'), <IconTrash size={size} />, props.remove));
  useCommand(
    act(
      'list',
      t('commands.toggleList'),
      <IconLayoutSidebar size={size} />,
      props.toggleList,
      keys.toggleList,
    ),
  );
  useCommand(act('quickChat', t('commands.quickChat'), <IconMessage size={size} />, props.openQuickChat));
  return null;
}
