import { BrowserWindow, screen } from 'electron';
import { appOrigin, pages } from './appProtocol.ts';
import { quickChatBounds } from './bounds.ts';
import { background } from './mainWindow.ts';
import { webPreferences } from './security.ts';

const size = { width: 720, height: 520 };

export interface QuickChatWindow {
  window: BrowserWindow;
  /** On the display the person is working on, with the focus. */
  show(): void;
  /** Out of sight; whoever had the focus before gets it back. */
  hide(): void;
  toggle(): void;
}

/** Small, frameless, above others; made once and kept, so that it shows at once. */
export function openQuickChatWindow(
  preload: string,
  events: { onShown(): void; isQuitting(): boolean; isAsking(window: BrowserWindow): boolean },
): QuickChatWindow {
  const window = new BrowserWindow({
    ...size,
    show: false,
    frame: false,
    resizable: true,
    minWidth: 420,
    minHeight: 160,
    maximizable: false,
    minimizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    title: 'Adiuva',
    backgroundColor: background(),
    // A panel takes the keyboard without bringing the rest of the program to the front.
    ...(process.platform === 'darwin' && { type: 'panel' }),
    webPreferences: webPreferences(preload),
  });
  window.setAlwaysOnTop(true, 'floating');
  if (process.platform === 'darwin') window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });

  const hide = (): void => {
    if (!window.isDestroyed() && window.isVisible()) window.hide();
  };
  const show = (): void => {
    const [width = size.width, height = size.height] = window.getSize();
    const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    window.setBounds(quickChatBounds(display, { width, height }));
    window.show();
    window.focus();
    window.webContents.focus();
    events.onShown();
  };
  window.on('blur', () => {
    // A question of its own takes the focus too.
    if (!events.isAsking(window)) hide();
  });
  window.on('close', (event) => {
    if (events.isQuitting()) return;
    event.preventDefault();
    hide();
  });
  void window.loadURL(`${appOrigin}${pages.quickChat}`).catch(() => undefined);

  return {
    window,
    show,
    hide,
    toggle: () => (window.isVisible() && window.isFocused() ? hide() : show()),
  };
}
