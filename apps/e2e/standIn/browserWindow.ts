import type * as Electron from 'electron';
import { LoudEmitter } from './loud.ts';
import type { WindowMembers } from './members.ts';
import { StandInWebContents } from './webContents.ts';
import type { OpenedPage, WindowHost } from './windowHost.ts';

let lastId = 0;

/**
 * A real window of Chromium. Its page has the size that main asked for; the browser's own frame around it is not of
 * the app. What main asks before the page is there is done in order once it is. Main is told of focus by what it and
 * the tests do: there is no window manager under Xvfb.
 */
export class StandInWindow extends LoudEmitter implements Pick<Electron.BrowserWindow, WindowMembers> {
  static override readonly electronName = 'BrowserWindow';
  readonly id: number;
  accessibleTitle = '';
  readonly options: Electron.BrowserWindowConstructorOptions;
  readonly #host: WindowHost<StandInWindow>;
  readonly #contents: StandInWebContents;
  #steps: Promise<OpenedPage>;
  #page: OpenedPage | null = null;
  #bounds: Electron.Rectangle;
  #normalBounds: Electron.Rectangle;
  #minimum: [number, number];
  #state: 'normal' | 'maximized' | 'minimized' | 'fullscreen' = 'normal';
  #isVisible = false;
  #isOnTop: boolean;
  #isResizable: boolean;
  #isDestroyed = false;
  #wasReady = false;

  constructor(host: WindowHost<StandInWindow>, options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.id = ++lastId;
    this.options = options;
    this.#host = host;
    const { width = 800, height = 600, x, y, minWidth = 0, minHeight = 0 } = options;
    const preferences = options.webPreferences ?? {};
    refuseUnsafe(preferences);
    this.#minimum = [minWidth, minHeight];
    const size = { width: Math.max(width, minWidth), height: Math.max(height, minHeight) };
    this.#bounds = {
      ...size,
      x: x ?? Math.round((host.display.width - size.width) / 2),
      y: y ?? Math.round((host.display.height - size.height) / 2),
    };
    this.#normalBounds = this.#bounds;
    this.#isOnTop = options.alwaysOnTop ?? false;
    this.#isResizable = options.resizable ?? true;
    this.#contents = new StandInWebContents({
      id: this.id,
      session: host.session,
      ipcMain: host.ipcMain,
      preload: preferences.preload,
      isFocused: () => this.isFocused(),
      focus: () => this.focus(),
      close: () => this.close(),
    });
    host.windows.set(this.id, this);
    this.#contents.on('did-finish-load', () => {
      if (!this.#wasReady) this.emit('ready-to-show');
      this.#wasReady = true;
    });
    this.#contents.on('page-title-updated', (event: object, title: string) =>
      this.emit('page-title-updated', event, title, true),
    );
    this.#steps = this.#open();
    this.#steps.catch((error: unknown) => {
      if (!this.#isDestroyed) process.stderr.write(`window ${this.id}: ${String(error)}\n`);
    });
    if (options.show ?? true) this.show();
    host.app.emit('browser-window-created', {}, this);
    host.app.emit('web-contents-created', {}, this.#contents);
  }

  async #open(): Promise<OpenedPage> {
    const page = await this.#host.openPage(this, this.#bounds);
    this.#page = page;
    await this.#contents.attach(page.cdp, page.targetId);
    await setScheme(page, this.#host.isDark());
    await page.cdp.send('Runtime.runIfWaitingForDebugger');
    await this.#place(page);
    return page;
  }

  /** After all that was asked before. */
  #then(step: (page: OpenedPage) => Promise<unknown>): void {
    this.#steps = this.#steps.then(async (page) => {
      if (!this.#isDestroyed) await step(page).catch(() => undefined);
      return page;
    });
    this.#steps.catch(() => undefined);
  }

  async #place({ cdp, windowId }: OpenedPage): Promise<void> {
    const { x, y, width, height } = this.#bounds;
    await cdp.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 0,
      mobile: false,
    });
    await this.#host.setWindowBounds(windowId, {
      left: x,
      top: y,
      width: Math.max(width, 500),
      height: Math.max(height, 200) + 90,
    });
  }

  /** For the tests' client, which finds the page by it. */
  get targetId(): string | null {
    return this.#page?.targetId ?? null;
  }

  colorSchemeChanged(): void {
    this.#then((page) => setScheme(page, this.#host.isDark()));
  }

  get webContents(): Electron.WebContents {
    return this.#contents as unknown as Electron.WebContents;
  }

  get title(): string {
    return this.getTitle();
  }

  loadURL(url: string, options?: Electron.LoadURLOptions): Promise<void> {
    return this.#contents.loadURL(url, options);
  }

  reload(): void {
    this.#contents.reload();
  }

  show(): void {
    this.showInactive();
    this.focus();
  }

  showInactive(): void {
    if (this.#isVisible) return;
    this.#isVisible = true;
    this.emit('show');
  }

  hide(): void {
    if (!this.#isVisible) return;
    this.#isVisible = false;
    this.emit('hide');
    if (this.isFocused()) this.#host.focus(null);
  }

  focus(): void {
    this.#then(({ cdp }) => cdp.send('Page.bringToFront'));
    if (this.#isVisible) this.#host.focus(this);
  }

  blur(): void {
    if (this.isFocused()) this.#host.focus(null);
  }

  close(): void {
    if (this.#isDestroyed) return;
    let isPrevented = false;
    this.emit('close', {
      preventDefault: () => {
        isPrevented = true;
      },
      get defaultPrevented() {
        return isPrevented;
      },
    });
    if (!isPrevented) this.destroy();
  }

  destroy(): void {
    const targetId = this.#page?.targetId;
    if (targetId) void this.#host.closeTarget(targetId);
    else this.#steps.then((page) => this.#host.closeTarget(page.targetId)).catch(() => undefined);
    this.gone();
  }

  /** The page has closed, by whomever. */
  gone(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#isVisible = false;
    this.#contents.destroyed();
    this.emit('closed');
    this.#host.removed(this);
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isVisible(): boolean {
    return this.#isVisible && this.#state !== 'minimized';
  }

  isFocused(): boolean {
    return this.#host.focused() === this;
  }

  getBounds(): Electron.Rectangle {
    return { ...this.#bounds };
  }

  setBounds(bounds: Partial<Electron.Rectangle>, _animate?: boolean): void {
    const next = { ...this.#bounds, ...bounds };
    const [minWidth, minHeight] = this.#minimum;
    next.width = Math.max(next.width, minWidth);
    next.height = Math.max(next.height, minHeight);
    const { x, y, width, height } = this.#bounds;
    this.#bounds = next;
    if (this.#state === 'normal') this.#normalBounds = next;
    if (x !== next.x || y !== next.y) this.#later('move', 'moved');
    if (width !== next.width || height !== next.height) this.#later('resize', 'resized');
    this.#then((page) => this.#place(page));
  }

  #later(...events: string[]): void {
    setImmediate(() => {
      for (const event of events) this.emit(event);
    });
  }

  getNormalBounds(): Electron.Rectangle {
    return { ...this.#normalBounds };
  }

  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }

  setSize(width: number, height: number, _animate?: boolean): void {
    this.setBounds({ width, height });
  }

  getContentSize(): number[] {
    return this.getSize();
  }

  setContentSize(width: number, height: number, _animate?: boolean): void {
    this.setBounds({ width, height });
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y];
  }

  setPosition(x: number, y: number, _animate?: boolean): void {
    this.setBounds({ x, y });
  }

  setMinimumSize(width: number, height: number): void {
    this.#minimum = [width, height];
    this.setBounds({});
  }

  getMinimumSize(): number[] {
    return [...this.#minimum];
  }

  center(): void {
    const { width, height } = this.#bounds;
    const { display } = this.#host;
    this.setPosition(Math.round((display.width - width) / 2), Math.round((display.height - height) / 2));
  }

  #enter(state: 'normal' | 'maximized' | 'minimized' | 'fullscreen', event: string): void {
    if (this.#state === state) return;
    this.#state = state;
    const isFull = state === 'maximized' || state === 'fullscreen';
    if (state !== 'minimized')
      this.setBounds(isFull ? { x: 0, y: 0, ...this.#host.display } : this.#normalBounds);
    this.emit(event);
  }

  maximize(): void {
    this.showInactive();
    this.#enter('maximized', 'maximize');
  }

  unmaximize(): void {
    if (this.#state === 'maximized') this.#enter('normal', 'unmaximize');
  }

  isMaximized(): boolean {
    return this.#state === 'maximized';
  }

  minimize(): void {
    this.#enter('minimized', 'minimize');
  }

  restore(): void {
    if (this.#state === 'minimized') this.#enter('normal', 'restore');
  }

  isMinimized(): boolean {
    return this.#state === 'minimized';
  }

  setFullScreen(flag: boolean): void {
    if (flag) this.#enter('fullscreen', 'enter-full-screen');
    else if (this.#state === 'fullscreen') this.#enter('normal', 'leave-full-screen');
  }

  isFullScreen(): boolean {
    return this.#state === 'fullscreen';
  }

  #title: string | null = null;

  setTitle(title: string): void {
    this.#title = title;
  }

  getTitle(): string {
    return this.#title ?? (this.#contents.getTitle() || this.options.title || '');
  }

  setAlwaysOnTop(flag: boolean, _level?: string, _relativeLevel?: number): void {
    this.#isOnTop = flag;
    this.emit('always-on-top-changed', {}, flag);
  }

  isAlwaysOnTop(): boolean {
    return this.#isOnTop;
  }

  isResizable(): boolean {
    return this.#isResizable;
  }

  setResizable(resizable: boolean): void {
    this.#isResizable = resizable;
  }

  moveTop(): void {
    this.#then(({ cdp }) => cdp.send('Page.bringToFront'));
  }

  // Of the frame, the taskbar and the desktop, none of which is here.
  setVisibleOnAllWorkspaces(_visible: boolean, _options?: Electron.VisibleOnAllWorkspacesOptions): void {}
  setSkipTaskbar(_skip: boolean): void {}
  setBackgroundColor(_color: string): void {}
  setMenu(_menu: Electron.Menu | null): void {}
  removeMenu(): void {}
  setMenuBarVisibility(_visible: boolean): void {}
  setAutoHideMenuBar(_hide: boolean): void {}
  setIcon(_icon: Electron.NativeImage | string): void {}
  setProgressBar(_progress: number, _options?: Electron.ProgressBarOptions): void {}
  flashFrame(_flag: boolean): void {}
  setTitleBarOverlay(_options: Electron.TitleBarOverlayOptions): void {}
  setWindowButtonVisibility(_visible: boolean): void {}
  setOpacity(_opacity: number): void {}
  setParentWindow(_parent: Electron.BrowserWindow | null): void {}
}

async function setScheme({ cdp }: OpenedPage, isDark: boolean): Promise<void> {
  const value = isDark ? 'dark' : 'light';
  await cdp.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
}

/** The stand-in has nothing else than what the checklist asks for, and would otherwise hide that main asks for less. */
function refuseUnsafe(preferences: Electron.WebPreferences): void {
  const { nodeIntegration, contextIsolation, sandbox, webSecurity, webviewTag } = preferences;
  if (
    nodeIntegration ||
    contextIsolation === false ||
    sandbox === false ||
    webSecurity === false ||
    webviewTag
  )
    throw new Error('The stand-in opens sandboxed, isolated windows without Node or <webview> only.');
}
