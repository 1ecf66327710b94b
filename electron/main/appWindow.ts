import { type ShellEvent, shellChannels } from '@adiuva/contracts/shell';
import type { BrowserWindow, MessagePortMain } from 'electron';

/** Events that wait for a page that has not begun to listen; a page that never does must not fill memory. */
const mostWaiting = 100;

export interface AppWindow {
  readonly kind: 'main' | 'quickChat';
  readonly window: BrowserWindow;
  /** Reaches the page once it listens; what is sent before waits. */
  send(event: ShellEvent): void;
  /** The page has asked its first question: it listens. */
  listening(): void;
  /** The page has loaded: it takes a port. */
  isLoaded(): boolean;
  givePort(port: MessagePortMain): void;
}

/** A window with what main says to its page. @param onLoaded the page is there, for the first time or again */
export function createAppWindow(
  kind: AppWindow['kind'],
  window: BrowserWindow,
  onLoaded: (own: AppWindow) => void,
): AppWindow {
  const { webContents: contents } = window;
  const waiting: ShellEvent[] = [];
  let isListening = false;
  let isLoaded = false;
  const own: AppWindow = {
    kind,
    window,
    send(event) {
      if (contents.isDestroyed()) return;
      if (isListening) contents.send(shellChannels.event, event);
      else if (event.type !== 'info' && waiting.length < mostWaiting) waiting.push(event);
    },
    listening() {
      isListening = true;
      for (const event of waiting.splice(0)) own.send(event);
    },
    isLoaded: () => isLoaded,
    givePort: (port) => contents.postMessage(shellChannels.enginePort, null, [port]),
  };
  // Another document is in the window, and has said nothing yet; a frame inside it changes nothing.
  const forget = (): void => {
    isListening = false;
    isLoaded = false;
  };
  contents.on('did-navigate', forget);
  contents.on('render-process-gone', forget);
  contents.on('did-finish-load', () => {
    isLoaded = true;
    onLoaded(own);
  });
  return own;
}
