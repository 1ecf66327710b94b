import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { AppTarget } from '@adiuva/contracts';
import type { ShellInfo, ShellSettings } from '@adiuva/contracts/shell';
import { createUploads } from '@adiuva/host/files';
import { AppError } from '@adiuva/wire';
import { clipboard, shell } from 'electron';
import type { AppWindow } from './appWindow.ts';
import type { Dialogs } from './dialogs.ts';
import { requireLocalPath } from './localPath.ts';
import type { Notifier } from './notifications.ts';
import { readExternal } from './rules.ts';
import { writeWhole } from './savedFile.ts';
import type { ShellHandlers } from './shellServer.ts';
import type { Updater } from './updates/updater.ts';

export interface ShellApiOptions {
  home: string;
  info(window: AppWindow): ShellInfo;
  change(settings: Partial<ShellSettings>): void;
  dialogs: Dialogs;
  notifier: Notifier;
  updater: Updater;
  openMain(target: AppTarget): void;
  showQuickChat(): void;
  hideQuickChat(): void;
  restartEngine(): void;
  /** @throws AppError `conflict` when none is ready */
  installUpdate(): Promise<void>;
}

/** Bytes of what has no file of its own; the same as a browser may send. */
const largestSent = 100_000_000;

/** What a window may ask of the desktop. */
export function createShellApi(options: ShellApiOptions): ShellHandlers<AppWindow> {
  const { home, dialogs, updater } = options;
  const uploads = createUploads(home, largestSent);

  async function openPath(path: string): Promise<Record<string, never>> {
    const problem = await shell.openPath(path);
    if (problem !== '') throw new AppError('file_unreadable', `${path} could not be opened: ${problem}`);
    return {};
  }

  return {
    'shell.info': (_input, from) => {
      from.listening();
      return options.info(from);
    },
    'shell.changeSettings': (input, from) => {
      const given = Object.entries(input).filter(([, value]) => value !== undefined);
      options.change(Object.fromEntries(given));
      return options.info(from);
    },
    'shell.pickFiles': async ({ kind }, { window }) => ({ paths: await dialogs.pick(kind, window) }),
    'shell.pickTarget': async ({ name }, { window }) => ({ path: await dialogs.pickTarget(name, window) }),
    'shell.showInFolder': async ({ path }) => {
      shell.showItemInFolder(await requireLocalPath(path));
      return {};
    },
    'shell.openExternal': async ({ url }, { window }) => {
      const external = readExternal(url);
      if (!external)
        throw new AppError('invalid_input', 'Only addresses of the web (https) and of mail are opened.');
      const opened = await dialogs.mayOpen(external, window);
      if (opened) await shell.openExternal(external.url);
      return { opened };
    },
    'shell.notify': ({ title, body, target }) => {
      options.notifier.notify({ title, body }, target);
      return {};
    },
    'shell.readClipboard': async () => ({ text: (await clipboard.readText()).slice(0, longestClipboard) }),
    async 'shell.keepFile'({ name, data }) {
      const { path } = await uploads.receive(name, Readable.from([Buffer.from(data, 'base64')]));
      return { path };
    },
    'shell.saveText': async ({ name, text }, { window }) => {
      const path = await dialogs.pickTarget(name, window);
      if (path !== null) await writeWhole(path, text);
      return { path };
    },
    'shell.printToPdf': async ({ name }, { window }) => {
      const path = await dialogs.pickTarget(name, window);
      if (path === null) return { path };
      const bytes = await window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true });
      await writeWhole(path, bytes);
      return { path };
    },
    'shell.hide': (_input, { kind }) => {
      if (kind === 'quickChat') options.hideQuickChat();
      return {};
    },
    'shell.openMain': ({ target }) => {
      options.openMain(target);
      return {};
    },
    'shell.openQuickChat': () => {
      options.showQuickChat();
      return {};
    },
    'shell.openDataFolder': () => openPath(home),
    'shell.openLog': () => {
      const log = join(home, 'logs', 'adiuva.log');
      return openPath(existsSync(log) ? log : home);
    },
    'shell.restartEngine': () => {
      options.restartEngine();
      return {};
    },
    'shell.checkForUpdate': () => updater.check(),
    'shell.downloadUpdate': () => updater.download(),
    'shell.installUpdate': async () => {
      await options.installUpdate();
      return {};
    },
  };
}

/** Context for a question, not a document. */
const longestClipboard = 200_000;
