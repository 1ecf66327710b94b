import { IconBooks, IconMessages, type Icon as TablerIcon } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { AskWindow } from '../windows/chat/AskWindow.tsx';
import { LibraryWindow } from '../windows/library/LibraryWindow.tsx';
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
  { view: 'chat', Icon: IconMessages, Window: AskWindow, shortcut: 'mod+1' },
  { view: 'library', Icon: IconBooks, Window: LibraryWindow, shortcut: 'mod+2' },
];
