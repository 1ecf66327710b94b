import {
  IconActivity,
  IconBooks,
  IconCpu,
  IconMessages,
  IconSettings,
  type Icon as TablerIcon,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { ActivityWindow } from '../windows/activity/ActivityWindow.tsx';
import { ChatWindow } from '../windows/chat/ChatWindow.tsx';
import { LibraryWindow } from '../windows/library/LibraryWindow.tsx';
import { ModelsWindow } from '../windows/models/ModelsWindow.tsx';
import { SettingsWindow } from '../windows/settings/SettingsWindow.tsx';
import type { View } from './useApp.ts';

export interface ViewEntry {
  view: View;
  Icon: TablerIcon;
  Window: ComponentType;
  /** With the modifier; the order of the list is that of the keys. */
  shortcut: string;
}

/** The views of the main window, in the order of their keys. */
export const views: readonly ViewEntry[] = [
  { view: 'chat', Icon: IconMessages, Window: ChatWindow, shortcut: 'mod+1' },
  { view: 'library', Icon: IconBooks, Window: LibraryWindow, shortcut: 'mod+2' },
  { view: 'activity', Icon: IconActivity, Window: ActivityWindow, shortcut: 'mod+3' },
  { view: 'models', Icon: IconCpu, Window: ModelsWindow, shortcut: 'mod+4' },
  { view: 'settings', Icon: IconSettings, Window: SettingsWindow, shortcut: 'mod+,' },
];
