import { readFileSync } from 'node:fs';
import type * as Electron from 'electron';
import { type CdpEvents, type CdpSession, ignoreLate } from './cdp.ts';
import { createCloneCodec } from './cloneCodec.ts';
import type { StandInIpcMain } from './ipcMain.ts';
import { LoudEmitter, loud } from './loud.ts';
import type { ContentsMembers } from './members.ts';
import { createPortHolder, type PortOrder } from './messagePorts.ts';
import { preloadWorldName, preparePage } from './pageSetup.ts';
import { lookUpPath } from './pathOfFile.ts';
import { applyPermissions } from './permissions.ts';
import type { WorldOrder, WorldSaid } from './preloadWorld.ts';
import { printParameters } from './printParameters.ts';
import type { StandInSession } from './session.ts';

export interface ContentsParts {
  id: number;
  session: StandInSession;
  ipcMain: StandInIpcMain;
  preload: string | undefined;
  isFocused(): boolean;
  focus(): void;
  close(): void;
}

const codec = createCloneCodec();

/** One page, driven over the debugging protocol. What main does before the page is there is done once it is. */
export class StandInWebContents extends LoudEmitter implements Pick<Electron.WebContents, ContentsMembers> {
  static override readonly electronName = 'WebContents';
  readonly id: number;
  readonly #parts: ContentsParts;
  readonly #ready: Promise<CdpSession>;
  #becomeReady: (cdp: CdpSession) => void = () => undefined;
  #mainFrameId = '';
  #address = '';
  #title = '';
  #world: string | null = null;
  #expected: string | null = null;
  #isLoading = false;
  #isDestroyed = false;
  #isCrashed = false;
  #zoom = 1;
  #windowOpenHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null;
  readonly #ports = createPortHolder((order) => this.#order(order));

  constructor(parts: ContentsParts) {
    super();
    this.id = parts.id;
    this.#parts = parts;
    this.#ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
  }

  /** The page is there, and has loaded nothing yet. */
  async attach(cdp: CdpSession, frameId: string): Promise<void> {
    this.#mainFrameId = frameId;
    cdp.on('Fetch.requestPaused', (paused) => void this.#requested(cdp, paused).catch(ignoreLate));
    cdp.on('Runtime.bindingCalled', ({ payload }) => this.#hear(payload));
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name !== preloadWorldName || context.auxData?.frameId !== frameId) return;
      this.#ports.closeAll();
      this.#world = context.uniqueId;
    });
    cdp.on('Debugger.paused', (paused) => void lookUpPath(cdp, paused).catch(ignoreLate));
    cdp.on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
      process.stderr.write(`page: ${exceptionDetails.exception?.description ?? exceptionDetails.text}\n`);
    });
    cdp.on('Page.windowOpen', ({ url, windowName }) => this.#windowOpened(url, windowName));
    cdp.on('Page.frameRequestedNavigation', ({ url, disposition }) => {
      // A link that is clicked with Ctrl or Shift held.
      if (disposition === 'newTab' || disposition === 'newWindow') this.#windowOpened(url, '');
    });
    cdp.on('Page.frameStartedNavigating', ({ frameId: id, url, navigationType }) => {
      // A page that loads itself anew goes nowhere.
      if (id === frameId && /^reload/.test(navigationType)) this.#expected = url;
    });
    cdp.on('Page.navigatedWithinDocument', ({ frameId: id, url }) => {
      if (id !== frameId) return;
      this.#address = url;
      this.emit('did-navigate-in-page', {}, this.getURL(), true, 0, 0);
    });
    cdp.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id !== frameId || frame.url === 'about:blank') return;
      this.#address = frame.url;
      this.emit('did-navigate', {}, this.getURL(), 200, 'OK');
    });
    cdp.on('Page.domContentEventFired', () => {
      if (this.#address) this.emit('dom-ready', {});
    });
    cdp.on('Page.loadEventFired', () => {
      if (!this.#address) return;
      this.#isLoading = false;
      this.emit('did-finish-load', {});
      this.emit('did-stop-loading', {});
      void this.#readTitle(cdp).catch(ignoreLate);
    });
    cdp.on('Inspector.targetCrashed', () => {
      this.#isCrashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
    });
    const { preload } = this.#parts;
    await preparePage(cdp, preload === undefined ? null : readFileSync(preload, 'utf8'));
    this.#becomeReady(cdp);
  }

  get session(): Electron.Session {
    return this.#parts.session as unknown as Electron.Session;
  }

  get ipc(): Electron.IpcMain {
    return this.#parts.ipcMain as unknown as Electron.IpcMain;
  }

  get mainFrame(): Electron.WebFrameMain {
    const url = this.getURL();
    const frame: object = loud('WebFrameMain', {
      url,
      origin:
        url && new URL(url).protocol !== 'about:' ? `${new URL(url).protocol}//${new URL(url).host}` : 'null',
      parent: null,
      top: null,
      frames: [],
      name: '',
      processId: this.id,
      routingId: 1,
      frameTreeNodeId: this.id,
      detached: false,
      isDestroyed: () => this.#isDestroyed,
      send: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
      postMessage: (channel: string, message: unknown, transfer?: Electron.MessagePortMain[]) =>
        this.postMessage(channel, message, transfer),
    });
    Object.assign(frame, { top: frame });
    return frame as Electron.WebFrameMain;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#order({ t: 'message', channel, args, ports: [] });
  }

  postMessage(channel: string, message: unknown, transfer: Electron.MessagePortMain[] = []): void {
    const ports = transfer.map((port) => this.#ports.give(port));
    this.#order({ t: 'message', channel, args: [message], ports });
  }

  async loadURL(url: string, _options?: Electron.LoadURLOptions): Promise<void> {
    const cdp = await this.#ready;
    const address = this.#parts.session.addresses.toPage(url);
    await applyPermissions(cdp, this.#parts.session, this as unknown as Electron.WebContents, address);
    this.#expected = address;
    this.#isLoading = true;
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve));
    const { errorText } = await cdp.send('Page.navigate', { url: address });
    if (errorText) {
      this.#isLoading = false;
      this.emit('did-fail-load', {}, -2, errorText, url, true, 0, 0);
      throw new Error(`${errorText} (-2) loading '${url}'`);
    }
    await loaded;
  }

  reload(): void {
    void this.#ready.then((cdp) => {
      this.#expected = this.#address;
      this.#isCrashed = false;
      return cdp.send('Page.reload');
    }, ignoreLate);
  }

  getURL(): string {
    return this.#parts.session.addresses.toMain(this.#address);
  }

  getTitle(): string {
    return this.#title;
  }

  isLoading(): boolean {
    return this.#isLoading;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  isFocused(): boolean {
    return this.#parts.isFocused();
  }

  focus(): void {
    this.#parts.focus();
  }

  getType(): 'window' {
    return 'window';
  }

  getOSProcessId(): number {
    return process.pid;
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const cdp = await this.#ready;
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as unknown;
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.#windowOpenHandler = handler;
  }

  async printToPDF(options: Electron.PrintToPDFOptions = {}): Promise<Buffer> {
    const cdp = await this.#ready;
    const { data } = await cdp.send('Page.printToPDF', printParameters(options));
    return Buffer.from(data, 'base64');
  }

  setZoomFactor(factor: number): void {
    this.#zoom = factor;
    void this.#ready.then(
      (cdp) => cdp.send('Emulation.setPageScaleFactor', { pageScaleFactor: factor }),
      ignoreLate,
    );
  }

  getZoomFactor(): number {
    return this.#zoom;
  }

  setZoomLevel(level: number): void {
    this.setZoomFactor(1.2 ** level);
  }

  getZoomLevel(): number {
    return Math.log(this.#zoom) / Math.log(1.2);
  }

  setVisualZoomLevelLimits(_minimum: number, _maximum: number): Promise<void> {
    return Promise.resolve();
  }

  setIgnoreMenuShortcuts(_ignore: boolean): void {}

  setBackgroundThrottling(_allowed: boolean): void {}

  isDevToolsOpened(): boolean {
    return false;
  }

  closeDevTools(): void {}

  forcefullyCrashRenderer(): void {
    void this.#ready.then((cdp) => cdp.send('Page.crash')).catch(ignoreLate);
  }

  close(_options?: Electron.CloseOpts): void {
    this.#parts.close();
  }

  /** The window has gone. */
  destroyed(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#world = null;
    this.#ports.closeAll();
    this.emit('destroyed');
  }

  /** @returns whether main was asked and wants it closed; anything else is a fault of main's. */
  #windowOpened(url: string, frameName: string): void {
    const details = {
      url: this.#parts.session.addresses.toMain(url),
      frameName,
      features: '',
      disposition: 'new-window',
    };
    const answer = this.#windowOpenHandler?.(details as unknown as Electron.HandlerDetails);
    if (answer?.action !== 'deny')
      throw new Error(
        `A page opened ${details.url} and main did not deny it; the stand-in opens no such window.`,
      );
  }

  async #requested(cdp: CdpSession, paused: CdpEvents['Fetch.requestPaused']): Promise<void> {
    const { requestId, request, resourceType, frameId } = paused;
    if (resourceType === 'Document' && !this.#mayNavigate(request.url, frameId === this.#mainFrameId)) {
      this.#parts.session.seen.push({ url: request.url, type: 'mainFrame', outcome: 'cancelled' });
      await cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    await this.#parts.session.answer(cdp, paused, this.id);
  }

  /** Main hears of every way that it did not choose itself, and may refuse it. */
  #mayNavigate(address: string, isMainFrame: boolean): boolean {
    // Requests carry no fragment.
    if (isMainFrame && address === this.#expected?.replace(/#.*$/s, '')) {
      this.#expected = null;
      return true;
    }
    const url = this.#parts.session.addresses.toMain(address);
    let isPrevented = false;
    const event = {
      url,
      isMainFrame,
      isSameDocument: false,
      frame: this.mainFrame,
      initiator: this.mainFrame,
      preventDefault: () => {
        isPrevented = true;
      },
      get defaultPrevented() {
        return isPrevented;
      },
    };
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event, url, false, true, 0, 0);
    return !isPrevented;
  }

  #order(order: WorldOrder | PortOrder): void {
    const world = this.#world;
    if (world === null) return;
    const text = codec.encode(order);
    void this.#ready
      .then((cdp) =>
        cdp.send('Runtime.evaluate', {
          expression: `__standInOrders(${JSON.stringify(text)})`,
          uniqueContextId: world,
        }),
      )
      .then(({ exceptionDetails }) => {
        if (exceptionDetails)
          process.stderr.write(
            `preload: ${exceptionDetails.exception?.description ?? exceptionDetails.text}\n`,
          );
      }, ignoreLate);
  }

  #hear(payload: string): void {
    const said = codec.decode(payload) as WorldSaid;
    if (said.t === 'port') this.#ports.received(said.id, said.data, said.ports);
    else if (said.t === 'portClosed') this.#ports.closed(said.id);
    else if (said.t === 'send') {
      const ports = said.ports.map((id) => this.#ports.adopt(id));
      const event = {
        ...this.#event(),
        ports,
        reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
      };
      this.#parts.ipcMain.emit(said.channel, event, ...said.args);
    } else void this.#invoked(said);
  }

  async #invoked({ call, channel, args }: Extract<WorldSaid, { t: 'invoke' }>): Promise<void> {
    const event = this.#event() as unknown as Electron.IpcMainInvokeEvent;
    try {
      const value = await this.#parts.ipcMain.invoked(event, channel, args);
      this.#order({ t: 'reply', call, isFine: true, value });
    } catch (error) {
      this.#order({ t: 'reply', call, isFine: false, value: error });
    }
  }

  #event(): object {
    return loud('IpcMainEvent', {
      type: 'frame',
      sender: this,
      senderFrame: this.mainFrame,
      frameId: 1,
      processId: this.id,
      returnValue: undefined,
      defaultPrevented: false,
      preventDefault: () => undefined,
    });
  }

  async #readTitle(cdp: CdpSession): Promise<void> {
    const { result } = await cdp.send('Runtime.evaluate', {
      expression: 'document.title',
      returnByValue: true,
    });
    this.#title = String(result.value);
    this.emit('page-title-updated', { preventDefault: () => undefined }, this.#title, true);
  }
}
