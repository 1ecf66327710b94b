import type * as Electron from 'electron';
import type { RunningBrowser } from './browser.ts';
import type { StandInWindow } from './browserWindow.ts';
import { createBrowserWindowClass } from './browserWindowClass.ts';
import { type CdpEvents, type CdpSession, ignoreLate } from './cdp.ts';
import type { OpenedPage, WindowHost, WindowParts } from './windowHost.ts';

type Attached = CdpEvents['Target.attachedToTarget'];

/** All windows of one app, and the browser's targets behind them. */
export function createWindows(parts: WindowParts) {
  const windows = new Map<number, StandInWindow>();
  const opening = new Map<string, (attached: Attached) => void>();
  const owners = new Map<string, StandInWindow>();
  let creating = 0;
  let arrived: Attached[] = [];
  let focused: StandInWindow | null = null;
  let watched: Promise<RunningBrowser> | null = null;

  function watch(): Promise<RunningBrowser> {
    watched ??= parts.browser().then(async (browser) => {
      browser.cdp.on('Target.attachedToTarget', (attached) => {
        const { targetInfo } = attached;
        const waiting = opening.get(targetInfo.targetId);
        if (waiting) waiting(attached);
        else if (targetInfo.openerId === undefined && creating > 0) arrived.push(attached);
        else void closePopup(browser.cdp, attached);
      });
      browser.cdp.on('Target.detachedFromTarget', ({ targetId = '', sessionId }) => {
        browser.cdp.forget(sessionId);
        owners.get(targetId)?.gone();
        owners.delete(targetId);
      });
      await browser.cdp.send('Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
        filter: [{ type: 'page' }],
      });
      return browser;
    });
    return watched;
  }

  /** The page that opened it has told main, which denied it. */
  async function closePopup(cdp: CdpSession, { sessionId, targetInfo }: Attached): Promise<void> {
    const { targetId, canAccessOpener } = targetInfo;
    if (canAccessOpener) await releaseOpener(cdp.session(sessionId)).catch(ignoreLate);
    await cdp.send('Target.closeTarget', { targetId }).catch(() => undefined);
  }

  async function openPage(owner: StandInWindow, bounds: Electron.Rectangle): Promise<OpenedPage> {
    const browser = await watch();
    creating++;
    const { targetId } = await browser.cdp
      .send('Target.createTarget', {
        url: 'about:blank',
        newWindow: true,
        background: false,
        width: bounds.width,
        height: bounds.height,
        left: bounds.x,
        top: bounds.y,
      })
      .finally(() => creating--);
    owners.set(targetId, owner);
    const early = arrived.find((attached) => attached.targetInfo.targetId === targetId);
    arrived = arrived.filter((attached) => attached !== early);
    const { sessionId } =
      early ??
      (await new Promise<Attached>((resolve) => {
        opening.set(targetId, resolve);
      }));
    opening.delete(targetId);
    const cdp = browser.cdp.session(sessionId);
    cdp.on('Target.attachedToTarget', (attached) => {
      // Workers of the page run on at once; a window it opened goes.
      if (attached.targetInfo.type === 'page') void closePopup(browser.cdp, attached);
      else
        void browser.cdp
          .session(attached.sessionId)
          .send('Runtime.runIfWaitingForDebugger')
          .catch(() => undefined);
    });
    const { windowId } = await browser.cdp.send('Browser.getWindowForTarget', { targetId });
    return { cdp, targetId, windowId };
  }

  function focus(window: StandInWindow | null): void {
    if (focused === window) return;
    const before = focused;
    focused = window;
    before?.emit('blur');
    if (before) parts.app.emit('browser-window-blur', {}, before);
    window?.emit('focus');
    if (window) parts.app.emit('browser-window-focus', {}, window);
  }

  const host: WindowHost<StandInWindow> = {
    ...parts,
    windows,
    openPage,
    focus,
    focused: () => focused,
    async closeTarget(targetId) {
      const browser = await watch();
      await browser.cdp.send('Target.closeTarget', { targetId }).catch(() => undefined);
    },
    async setWindowBounds(windowId, bounds) {
      const browser = await watch();
      await browser.cdp.send('Browser.setWindowBounds', { windowId, bounds });
    },
    removed(window) {
      windows.delete(window.id);
      if (focused === window) focused = null;
      if (windows.size === 0) setImmediate(() => parts.app.emit('window-all-closed'));
    },
  };
  return { BrowserWindow: createBrowserWindowClass(host), host };
}

/**
 * A window whose opener can reach it waits for its debuggers in its opener's process, and that process with it: for ever
 * if it is closed before one of them lets it run. So it runs, has every request failed, and may close once its opener
 * has gone on; a request that was still held would be sent when it closes.
 */
async function releaseOpener(popup: CdpSession): Promise<void> {
  popup.on('Fetch.requestPaused', ({ requestId }) => {
    popup.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }).catch(ignoreLate);
  });
  await popup.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  await popup.send('Runtime.runIfWaitingForDebugger');
  // Answered in the opener's process, after the script that opened the window.
  await popup.send('Runtime.evaluate', { expression: '0' });
}
