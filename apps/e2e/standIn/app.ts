import { mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as Electron from 'electron';
import { LoudEmitter, LoudObject } from './loud.ts';
import type { AppMembers } from './members.ts';
import type { StandInMenu } from './menu.ts';

export interface AppParts {
  /** The folder of the package that was started. */
  appPath: string;
  /** What must run before main hears that all is ready. */
  prepare(): Promise<unknown>;
  /** Closes every window; false when one of them would not. */
  closeWindows(): boolean;
  /** What ends after main and before the process. */
  shutDown(): Promise<unknown>;
  relaunched(args: readonly string[]): void;
  menu: { get(): StandInMenu | null; set(menu: StandInMenu | null): void };
}

export class StandInApp extends LoudEmitter implements Pick<Electron.App, AppMembers> {
  static override readonly electronName = 'app';
  readonly isPackaged = false;
  readonly dock = undefined;
  userAgentFallback = 'Chromium under the stand-in for Electron';
  accessibilitySupportEnabled = false;
  readonly loginItem = { openAtLogin: false, settings: null as Electron.Settings | null };
  readonly protocolClients = new Set<string>();
  readonly #parts: AppParts;
  readonly #commandLine = new StandInCommandLine();
  readonly #paths = new Map<string, string>();
  readonly #description: { name: string; version: string };
  #name: string;
  #badge = 0;
  #ready: Promise<void> | null = null;
  #isReady = false;
  #isQuitting = false;
  #lock: { folder: string; close(): void } | null = null;

  constructor(parts: AppParts) {
    super();
    this.#parts = parts;
    this.#description = readDescription(parts.appPath);
    this.#name = this.#description.name;
    this.on('newListener', (event) => {
      if (event === 'ready') setImmediate(() => void this.whenReady());
    });
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  get commandLine(): Electron.CommandLine {
    return this.#commandLine as unknown as Electron.CommandLine;
  }

  get applicationMenu(): Electron.Menu | null {
    return this.#parts.menu.get() as unknown as Electron.Menu | null;
  }

  set applicationMenu(menu: Electron.Menu | null) {
    this.#parts.menu.set(menu as unknown as StandInMenu | null);
  }

  get badgeCount(): number {
    return this.#badge;
  }

  set badgeCount(count: number) {
    this.#badge = count;
  }

  whenReady(): Promise<void> {
    this.#ready ??= this.#parts.prepare().then(() => {
      this.#isReady = true;
      this.emit('will-finish-launching');
      this.emit('ready', {}, {});
    });
    return this.#ready;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  quit(): void {
    if (this.#isQuitting) return;
    this.#isQuitting = true;
    if (this.#prevented('before-quit') || !this.#parts.closeWindows() || this.#prevented('will-quit')) {
      this.#isQuitting = false;
      return;
    }
    this.exit(0);
  }

  #prevented(event: 'before-quit' | 'will-quit'): boolean {
    let isPrevented = false;
    this.emit(event, {
      preventDefault: () => {
        isPrevented = true;
      },
      get defaultPrevented() {
        return isPrevented;
      },
    });
    return isPrevented;
  }

  exit(exitCode = 0): void {
    this.#isQuitting = true;
    this.emit('quit', {}, exitCode);
    this.releaseSingleInstanceLock();
    void this.#parts.shutDown().finally(() => process.exit(exitCode));
  }

  relaunch(options: Electron.RelaunchOptions = {}): void {
    this.#parts.relaunched(options.args ?? process.argv.slice(2));
  }

  focus(_options?: Electron.FocusOptions): void {}
  hide(): void {}
  show(): void {}

  getAppPath(): string {
    return this.#parts.appPath;
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    const home = homedir();
    switch (name) {
      case 'home':
        return home;
      case 'appData':
        return process.env.XDG_CONFIG_HOME ?? join(home, '.config');
      case 'userData':
      case 'sessionData':
        return name === 'sessionData' ? this.getPath('userData') : join(this.getPath('appData'), this.#name);
      case 'temp':
        return tmpdir();
      case 'exe':
        return process.execPath;
      case 'logs':
        return join(this.getPath('userData'), 'logs');
      case 'crashDumps':
        return join(this.getPath('userData'), 'Crashpad');
      case 'desktop':
      case 'documents':
      case 'downloads':
        return join(home, name.charAt(0).toUpperCase() + name.slice(1));
      default:
        throw new Error(`The stand-in for Electron has no app.getPath('${name}').`);
    }
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  setAppLogsPath(path?: string): void {
    this.#paths.set('logs', path ?? join(this.getPath('userData'), 'logs'));
  }

  getVersion(): string {
    return this.#description.version;
  }

  getName(): string {
    return this.#name;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getLocale(): string {
    return 'en-US';
  }

  getSystemLocale(): string {
    return 'en-US';
  }

  getPreferredSystemLanguages(): string[] {
    return ['en-US'];
  }

  /** The first one to make the file has it; the others leave a note beside it, which the first one reads. */
  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    if (this.#lock) return true;
    const folder = join(this.getPath('userData'), 'stand-in-instances');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'lock');
    for (const attempt of [1, 2]) {
      try {
        writeFileSync(file, String(process.pid), { flag: 'wx' });
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        if (attempt === 2 || isAlive(Number(readFileSync(file, 'utf8')))) {
          const note = JSON.stringify({ argv: process.argv, cwd: process.cwd(), additionalData });
          writeFileSync(join(folder, `${process.pid}-${Date.now()}.json`), note);
          return false;
        }
        rmSync(file, { force: true });
      }
    }
    const look = () => this.#readNotes(folder);
    const watcher = watch(folder, look);
    this.#lock = { folder, close: () => watcher.close() };
    look();
    return true;
  }

  #readNotes(folder: string): void {
    if (!this.#lock) return;
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.json'))) {
      try {
        const { argv, cwd, additionalData } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
          argv: string[];
          cwd: string;
          additionalData: unknown;
        };
        rmSync(join(folder, name), { force: true });
        this.emit('second-instance', {}, argv, cwd, additionalData);
      } catch {
        // Half written; the watcher tells again when it is whole.
      }
    }
  }

  hasSingleInstanceLock(): boolean {
    return this.#lock !== null;
  }

  releaseSingleInstanceLock(): void {
    if (!this.#lock) return;
    this.#lock.close();
    rmSync(join(this.#lock.folder, 'lock'), { force: true });
    this.#lock = null;
  }

  setAsDefaultProtocolClient(protocol: string, _path?: string, _args?: string[]): boolean {
    this.protocolClients.add(protocol);
    return true;
  }

  isDefaultProtocolClient(protocol: string, _path?: string, _args?: string[]): boolean {
    return this.protocolClients.has(protocol);
  }

  removeAsDefaultProtocolClient(protocol: string, _path?: string, _args?: string[]): boolean {
    return this.protocolClients.delete(protocol);
  }

  /** As on Linux: nothing happens. Noted for the tests. */
  setLoginItemSettings(settings: Electron.Settings): void {
    this.loginItem.settings = settings;
    this.loginItem.openAtLogin = settings.openAtLogin ?? false;
  }

  getLoginItemSettings(_options?: Electron.LoginItemSettingsOptions): Electron.LoginItemSettings {
    const { openAtLogin } = this.loginItem;
    return {
      openAtLogin,
      wasOpenedAtLogin: false,
      executableWillLaunchAtLogin: openAtLogin,
      launchItems: [],
      status: openAtLogin ? 'enabled' : 'not-registered',
    };
  }

  setBadgeCount(count = 0): boolean {
    this.#badge = count;
    return true;
  }

  getBadgeCount(): number {
    return this.#badge;
  }

  isAccessibilitySupportEnabled(): boolean {
    return this.accessibilitySupportEnabled;
  }

  setAccessibilitySupportEnabled(enabled: boolean): void {
    this.accessibilitySupportEnabled = enabled;
  }

  getAppMetrics(): Electron.ProcessMetric[] {
    return [];
  }

  // Of the system's own desktop, none of which is here.
  setAppUserModelId(_id: string): void {}
  setDesktopName(_name: string): void {}
  setAboutPanelOptions(_options: Electron.AboutPanelOptionsOptions): void {}
  showAboutPanel(): void {}
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  addRecentDocument(_path: string): void {}
  clearRecentDocuments(): void {}
}

class StandInCommandLine
  extends LoudObject
  implements Pick<Electron.CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue' | 'removeSwitch'>
{
  static override readonly electronName = 'commandLine';
  readonly #switches = new Map(
    process.argv.slice(1).flatMap((argument): [string, string][] => {
      const [, name, value = ''] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
      return name === undefined ? [] : [[name, value]];
    }),
  );

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name) ?? '';
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name);
  }
}

function readDescription(appPath: string): { name: string; version: string } {
  for (let folder = appPath; ; folder = dirname(folder)) {
    try {
      const { productName, name, version } = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      ) as Record<string, string | undefined>;
      return { name: productName ?? name ?? 'Electron', version: version ?? '0.0.0' };
    } catch (error) {
      if (folder === dirname(folder)) throw error;
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
