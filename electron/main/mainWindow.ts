import { BrowserWindow, nativeTheme, screen } from 'electron';
import { appOrigin, pages } from './appProtocol.ts';
import { smallestWindow, validBounds } from './bounds.ts';
import { webPreferences } from './security.ts';
import type { ShellStateFile } from './shellState.ts';

/** While a window is dragged its place changes many times a second. */
const settleMs = 400;

export interface MainWindowOptions {
  preload: string;
  icon: string;
  state: ShellStateFile;
  /** Kept in the tray rather than closed. */
  staysInTray(): boolean;
  isQuitting(): boolean;
  /** The page does not come up: without it nobody sees why. */
  onFailedLoad(description: string): void;
}

/** The window of chats, library and settings; hidden until it has something to show. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { preload, icon, state } = options;
  const window = new BrowserWindow({
    ...validBounds(state.read().mainBounds, screen.getAllDisplays()),
    minWidth: Math.min(smallestWindow.width, screen.getPrimaryDisplay().workArea.width),
    minHeight: Math.min(smallestWindow.height, screen.getPrimaryDisplay().workArea.height),
    show: false,
    title: 'Adiuva',
    backgroundColor: background(),
    ...(process.platform === 'linux' && { icon }),
    webPreferences: webPreferences(preload),
  });
  const { webContents: contents } = window;
  // To maximise a window is to show it: it waits until it is shown.
  if (state.read().isMaximised) window.once('show', () => window.maximize());

  let timer: NodeJS.Timeout | undefined;
  let wasShown = false;
  window.once('show', () => {
    wasShown = true;
  });
  const remember = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen() || !wasShown) return;
    state.change({ mainBounds: window.getNormalBounds(), isMaximised: window.isMaximized() });
  };
  const rememberSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(remember, settleMs);
  };
  window.on('resize', rememberSoon);
  window.on('move', rememberSoon);
  window.on('maximize', rememberSoon);
  window.on('unmaximize', rememberSoon);
  window.on('close', (event) => {
    remember();
    if (options.isQuitting() || !options.staysInTray()) return;
    event.preventDefault();
    window.hide();
  });
  // The page's own title names the place it shows, in its language.
  contents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame && code !== aborted) options.onFailedLoad(description);
  });
  void window.loadURL(`${appOrigin}${pages.main}`).catch(() => undefined);
  return window;
}

/** Chromium's code for a load that another one took the place of. */
const aborted = -3;

/** Of the page's style, so that a window does not flash white in the dark. */
export function background(): string {
  return nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff';
}

/** Brings a window up from wherever it is. */
export function bringUp(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
