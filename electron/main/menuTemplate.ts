import type { AppTarget } from '@adiuva/contracts';
import type { ShellEvent } from '@adiuva/contracts/shell';
import type { MenuItemConstructorOptions } from 'electron';
import type { Messages } from './messages/index.ts';

export type MenuCommand = Extract<ShellEvent, { type: 'command' }>['command'];

export interface MenuActions {
  command(command: MenuCommand): void;
  open(target: AppTarget): void;
  addFiles(): void;
  quickChat(): void;
  openDataFolder(): void;
  openLog(): void;
}

export interface MenuOptions {
  messages: Messages;
  platform: NodeJS.Platform;
  /** Reload and developer tools are for those who change the source. */
  isPackaged: boolean;
  actions: MenuActions;
}

type Item = MenuItemConstructorOptions;

/** The application menu: the system's own items by their roles, and ours. */
export function menuTemplate({ messages: words, platform, isPackaged, actions }: MenuOptions): Item[] {
  const isMac = platform === 'darwin';
  const separator: Item = { type: 'separator' };
  const settings: Item = {
    label: words.settings,
    accelerator: 'CommandOrControl+,',
    click: () => actions.open({ view: 'settings' }),
  };
  const appMenu: Item = {
    label: 'Adiuva',
    submenu: [
      { role: 'about', label: words.about },
      separator,
      settings,
      separator,
      { role: 'services', label: words.services },
      separator,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      separator,
      { role: 'quit', label: words.quit },
    ],
  };
  const file: Item = {
    label: words.file,
    submenu: [
      {
        label: words.newChat,
        accelerator: 'CommandOrControl+N',
        click: () => actions.command('newChat'),
      },
      { label: words.quickChat, click: actions.quickChat },
      separator,
      { label: words.addFiles, accelerator: 'CommandOrControl+O', click: actions.addFiles },
      {
        label: words.addFolder,
        accelerator: 'CommandOrControl+Shift+O',
        click: () => actions.command('addFolder'),
      },
      separator,
      ...(isMac ? [] : [settings, separator]),
      { role: 'close', label: words.close },
      ...(isMac ? [] : [{ role: 'quit', label: words.quit } satisfies Item]),
    ],
  };
  const edit: Item = {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      separator,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'selectAll', label: words.selectAll },
      separator,
      { label: words.find, accelerator: 'CommandOrControl+F', click: () => actions.command('find') },
    ],
  };
  const view: Item = {
    label: words.view,
    submenu: [
      {
        label: words.palette,
        accelerator: 'CommandOrControl+K',
        click: () => actions.command('palette'),
      },
      separator,
      { label: words.library, click: () => actions.open({ view: 'library' }) },
      { label: words.activity, click: () => actions.open({ view: 'activity' }) },
      { label: words.models, click: () => actions.open({ view: 'models' }) },
      separator,
      { role: 'resetZoom', label: words.actualSize },
      { role: 'zoomIn', label: words.zoomIn },
      { role: 'zoomOut', label: words.zoomOut },
      separator,
      { role: 'togglefullscreen', label: words.fullScreen },
      ...(isPackaged
        ? []
        : [
            separator,
            { role: 'reload', label: words.reload } satisfies Item,
            { role: 'toggleDevTools', label: words.developerTools } satisfies Item,
          ]),
    ],
  };
  const window: Item = {
    label: words.window,
    role: 'window',
    submenu: [
      { role: 'minimize', label: words.minimise },
      ...(isMac
        ? [
            { role: 'zoom', label: words.zoom } satisfies Item,
            separator,
            { role: 'front', label: words.front } satisfies Item,
          ]
        : []),
    ],
  };
  const help: Item = {
    label: words.help,
    role: 'help',
    submenu: [
      { label: words.openDataFolder, click: actions.openDataFolder },
      { label: words.openLog, click: actions.openLog },
      ...(isMac ? [] : [separator, { role: 'about', label: words.about } satisfies Item]),
    ],
  };
  return [...(isMac ? [appMenu] : []), file, edit, view, window, help];
}
