import { join } from 'node:path';
import type { AppTarget } from '@adiuva/contracts';
import type { QueueState, Settings } from '@adiuva/contracts/rpc';
import { type ShellInfo, type ShellSettings, shellChannels } from '@adiuva/contracts/shell';
import type { Log } from '@adiuva/engine/ports';
import { createFileSecrets } from '@adiuva/host/files';
import { readPageFiles } from '@adiuva/host/page';
import { AppError } from '@adiuva/wire';
import { app, ipcMain, Menu, nativeTheme } from 'electron';
import { createAppProtocol } from './appProtocol.ts';
import type { AppWindow } from './appWindow.ts';
import { createDialogs } from './dialogs.ts';
import { followEngine } from './engineFollower.ts';
import { startEngineProcess } from './engineProcess.ts';
import { canStartAtLogin, setStartAtLogin } from './loginItem.ts';
import { menuTemplate } from './menuTemplate.ts';
import { catalogues, fill, type Messages, systemLanguage } from './messages/index.ts';
import { createNotifier } from './notifications.ts';
import type { OpenRequest } from './openRequests.ts';
import { openSamples, type Places } from './places.ts';
import { watchPower } from './power.ts';
import { createQueueWatch } from './queueWatch.ts';
import { canRecordSystemAudio } from './rules.ts';
import { createSecretKeeper } from './secrets.ts';
import { openAppSession } from './security.ts';
import { createShellApi } from './shellApi.ts';
import { createShellServer } from './shellServer.ts';
import { openShellState } from './shellState.ts';
import { createShortcut } from './shortcut.ts';
import { startAgain } from './startAgain.ts';
import { readStatus } from './status.ts';
import { createSystemEncryption } from './systemEncryption.ts';
import { createTray } from './tray.ts';
import type { UpdateWords } from './updates/createSignedUpdater.ts';
import { openUpdater } from './updates/openUpdater.ts';
import { createWindows } from './windows.ts';

export interface DesktopOptions {
  home: string;
  log: Log;
  places: Places;
  start: OpenRequest;
}

export interface Desktop {
  /** What a second start, a link or the dock asks for. */
  open(request: OpenRequest): void;
  /** The person quits: windows close rather than hide. */
  quitting(): void;
  /**
   * Resolves when the engine has put back what it was doing and closed the library; rejects never.
   * @returns what was asked of it in the meantime: of the next one, which is to be started
   */
  close(): Promise<OpenRequest | null>;
  isClosed(): boolean;
}

/** The one place that wires the shell together. The app is ready. */
export function openDesktop({ home, log, places, start }: DesktopOptions): Desktop {
  const state = openShellState(join(home, 'desktop', 'shell.json'), (error) =>
    log.warn('shell.state_not_written', { message: String(error) }),
  );
  const words = (): Messages =>
    catalogues[state.read().language ?? systemLanguage(app.getPreferredSystemLanguages())];
  const dialogs = createDialogs(words);
  const sampleLibrary = openSamples(places.samples, home, (error) =>
    log.warn('shell.samples_not_opened', { message: String(error) }),
  );
  let isQuitting = false;
  let isClosed = false;
  let closing: Promise<void> | undefined;
  let askedWhileClosing: OpenRequest | null = null;

  openAppSession(createAppProtocol(readPageFiles(places.rendererFolder)));
  // A checkout is opened by Electron's program with a folder; an installed copy is a program of its own.
  if (app.isPackaged) app.setAsDefaultProtocolClient('adiuva');
  else app.setAsDefaultProtocolClient('adiuva', process.execPath, [app.getAppPath()]);
  nativeTheme.themeSource = state.read().theme;

  const secrets = createSecretKeeper({
    file: join(home, 'desktop', 'secrets.json'),
    encryption: createSystemEncryption(),
    plain: createFileSecrets(home),
    mayKeepPlain: () => dialogs.mayKeepPlain(windows.main().window),
    lockedMessage: () => words().keysUnavailable,
  });
  const engine = startEngineProcess({
    places,
    home,
    secrets,
    log,
    endedTooOften: () => words().endedTooOften,
  });
  const updater = openUpdater(app.getAppPath(), app.isPackaged, {
    fromCheckout: () => words().updateFromCheckout,
    words: () => updateWords(words()),
    isOffline: () => settings?.isOffline ?? state.read().isOffline,
    log,
    now: Date.now,
  });
  const windows = createWindows({ places, state, engine, dialogs, log, isQuitting: () => isQuitting });
  const shortcut = createShortcut(windows.toggleQuickChat);
  const notifier = createNotifier(openMain);

  // What main knows of the engine.
  const watch = createQueueWatch(Date.now);
  let queue: QueueState | null = null;
  let settings: Settings | null = null;
  let isRecording = false;
  const follower = followEngine(engine, log, {
    queue(next) {
      queue = next;
      const finished = watch.saw(next);
      if (finished && !windows.hasFocus()) {
        const text = finished.failed > 0 ? words().doneWithFailures : words().doneBody;
        const body = fill(text, { done: finished.done, failed: finished.failed });
        notifier.notify({ title: words().doneTitle, body }, { view: 'activity' });
      }
      showStatus();
    },
    settings(next) {
      settings = next;
      const { language, theme, isOffline } = next;
      nativeTheme.themeSource = theme;
      state.change({ theme, isOffline, language: language === 'system' ? null : language });
      showMenu();
      showStatus();
    },
    captures(captures) {
      isRecording = captures.some(({ state }) => state === 'recording');
      showStatus();
    },
  });

  const tray = createTray(places.iconFolder, {
    openMain: () => void windows.showMain(),
    quickChat: windows.showQuickChat,
    setPaused: (isPaused) => ask(isPaused ? 'jobs.pause' : 'jobs.resume', {}),
    setOffline: (isOffline) => ask('settings.change', { isOffline }),
    settings: () => openMain({ view: 'settings' }),
    quit: () => app.quit(),
  });

  function ask(
    method: 'jobs.pause' | 'jobs.resume' | 'settings.change',
    input: { isOffline?: boolean },
  ): void {
    follower
      .client()
      ?.call(method, input)
      .catch((error: unknown) => log.warn('shell.not_done', { method, message: String(error) }));
  }

  function showStatus(): void {
    const isRunning = engine.state().state === 'running';
    const isOffline = settings?.isOffline ?? false;
    const status = readStatus(words(), {
      engine: engine.state(),
      queue,
      progress: watch.progress(),
      isOffline,
      isRecording,
    });
    const isPaused = isRunning && queue ? queue.isPaused : null;
    tray.show({ status, isPaused, isOffline: isRunning && settings ? isOffline : null }, words());
  }

  let shownMenu: Messages | undefined;
  function showMenu(): void {
    if (shownMenu === words()) return;
    shownMenu = words();
    const actions = {
      command: (command: Parameters<typeof commandEvent>[0]) =>
        windows.showMain().send(commandEvent(command)),
      open: openMain,
      addFiles: () => attempt(pickAndAdd),
      quickChat: windows.showQuickChat,
      openDataFolder: () => attempt(async () => api['shell.openDataFolder']({}, windows.main())),
      openLog: () => attempt(async () => api['shell.openLog']({}, windows.main())),
    };
    const template = menuTemplate({
      messages: words(),
      platform: process.platform,
      isPackaged: app.isPackaged,
      actions,
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }

  /** From a menu: nobody waits for the answer. */
  function attempt(action: () => Promise<unknown>): void {
    action().catch((error: unknown) => log.warn('shell.not_done', { message: String(error) }));
  }

  async function pickAndAdd(): Promise<void> {
    const main = windows.showMain();
    const paths = await dialogs.pick('files', main.window);
    if (paths.length > 0) main.send({ type: 'files', paths });
  }

  function openMain(target: AppTarget): void {
    windows.hideQuickChat();
    windows.showMain().send({ type: 'open', target });
  }

  function infoFor({ kind }: AppWindow): ShellInfo {
    return {
      version: app.getVersion(),
      platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
      window: kind,
      sampleLibrary,
      settings: state.read().settings,
      shortcutState: shortcut.state(),
      canStartAtLogin: canStartAtLogin(),
      canRecordSystemAudio: canRecordSystemAudio(process.platform),
      update: updater.state(),
      engine: engine.state(),
    };
  }

  function tellInfo(): void {
    windows.each((window) => window.send({ type: 'info', info: infoFor(window) }));
  }

  function changeSettings(part: Partial<ShellSettings>): void {
    if (part.startsAtLogin !== undefined) setStartAtLogin(part.startsAtLogin);
    state.change({ settings: { ...state.read().settings, ...part } });
    if (part.shortcut !== undefined) shortcut.set(part.shortcut);
    tellInfo();
  }

  const api = createShellApi({
    home,
    info: infoFor,
    change: changeSettings,
    dialogs,
    notifier,
    updater,
    installUpdate,
    openMain,
    showQuickChat: windows.showQuickChat,
    hideQuickChat: windows.hideQuickChat,
    restartEngine: engine.restart,
  });
  const answer = createShellServer({ handlers: api, windowIds: windows.ids, windowOf: windows.find, log });
  ipcMain.handle(shellChannels.call, (event, message: unknown) => answer(event, message));

  engine.onState((next) => {
    if (next.state !== 'running') {
      queue = null;
      isRecording = false;
    }
    tellInfo();
    showStatus();
  });
  updater.onState(tellInfo);
  watchPower(engine.setPower);
  shortcut.set(state.read().settings.shortcut);
  showMenu();
  showStatus();

  function close(): Promise<void> {
    closing ??= closeAll();
    return closing;
  }

  async function closeAll(): Promise<void> {
    isQuitting = true;
    windows.each(({ window }) => window.hide());
    shortcut.dispose();
    await engine.close();
    tray.dispose();
    isClosed = true;
  }

  /** Closed first: an installer ends the program in its own way, and waits for nobody. */
  async function installUpdate(): Promise<void> {
    if (updater.state().state !== 'ready')
      throw new AppError('conflict', 'No update is ready to be installed.');
    await close();
    // The new program may start before this one has ended: it must not take this one for the one that runs.
    app.releaseSingleInstanceLock();
    const giveUp = (): void => {
      startAgain([]);
      app.exit(0);
    };
    updater.install(giveUp);
    setTimeout(giveUp, installMs).unref();
  }

  function open(request: OpenRequest): void {
    const { paths, target, isHidden } = request;
    if (closing) {
      askedWhileClosing = request;
      return;
    }
    if (isHidden) return void windows.main();
    const main = windows.showMain();
    if (target) main.send({ type: 'open', target });
    if (paths.length > 0) main.send({ type: 'files', paths });
  }
  open(start);

  return {
    open,
    quitting: () => {
      isQuitting = true;
    },
    close: async () => {
      await close();
      return askedWhileClosing;
    },
    isClosed: () => isClosed,
  };
}

/** What an installer of an update may take to end the program: on a Mac the system first checks all of it. */
const installMs = 180_000;

function updateWords(words: Messages): UpdateWords {
  return {
    unsupported: words.updateUnsupported,
    offline: words.updateOffline,
    badSignature: words.updateBadSignature,
    incomplete: words.updateIncomplete,
    unreachable: words.updateUnreachable,
  };
}

function commandEvent(command: 'newChat' | 'find' | 'palette' | 'addFolder') {
  return { type: 'command' as const, command };
}
