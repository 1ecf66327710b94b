import { join } from 'node:path';
import { safeFileName } from '@adiuva/host/files';
import { app, type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import { fill, type Messages } from './messages/index.ts';

export type PickKind = 'files' | 'folder' | 'backup' | 'model';

/** The system's own dialogs, above the window that asks. */
export interface Dialogs {
  pick(kind: PickKind, parent: BrowserWindow): Promise<string[]>;
  pickTarget(name: string, parent: BrowserWindow): Promise<string | null>;
  mayOpen(external: { url: string; shown: string }, parent: BrowserWindow): Promise<boolean>;
  mayKeepPlain(parent: BrowserWindow | null): Promise<boolean>;
  /** A question stands above this window: it has lost the focus to it and not to another program. */
  isAsking(window: BrowserWindow): boolean;
  /** @returns whether to try again */
  pageFailed(reason: string): Promise<boolean>;
}

export function createDialogs(words: () => Messages): Dialogs {
  const pickings: Readonly<Record<PickKind, () => OpenDialogOptions>> = {
    files: () => ({ title: words().pickFiles, properties: ['openFile', 'multiSelections'] }),
    folder: () => ({ title: words().pickFolder, properties: ['openDirectory', 'createDirectory'] }),
    backup: () => ({ title: words().pickBackup, properties: ['openFile'] }),
    model: () => ({ title: words().pickModel, properties: ['openFile'] }),
  };

  const asking = new Set<BrowserWindow>();
  async function above<T>(parent: BrowserWindow, question: () => Promise<T>): Promise<T> {
    asking.add(parent);
    try {
      return await question();
    } finally {
      asking.delete(parent);
    }
  }

  async function ask(
    parent: BrowserWindow | null,
    question: { message: string; detail: string; yes: string },
  ): Promise<boolean> {
    const options = {
      type: 'question' as const,
      message: question.message,
      detail: question.detail,
      buttons: [question.yes, words().cancel],
      // Enter on what one did not read must not be a yes.
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    };
    const { response } = parent
      ? await above(parent, () => dialog.showMessageBox(parent, options))
      : await dialog.showMessageBox(options);
    return response === 0;
  }

  return {
    async pick(kind, parent) {
      const options = { ...pickings[kind](), buttonLabel: words().choose };
      const { canceled, filePaths } = await above(parent, () => dialog.showOpenDialog(parent, options));
      return canceled ? [] : filePaths;
    },
    async pickTarget(name, parent) {
      const { canceled, filePath } = await above(parent, () =>
        dialog.showSaveDialog(parent, {
          defaultPath: join(app.getPath('documents'), safeFileName(name)),
          buttonLabel: words().save,
          properties: ['createDirectory', 'showOverwriteConfirmation'],
        }),
      );
      return canceled || filePath === '' ? null : filePath;
    },
    mayOpen: ({ url, shown }, parent) => {
      const isMail = url.startsWith('mailto:');
      return ask(parent, {
        message: fill(isMail ? words().mailQuestion : words().openExternalQuestion, { host: shown }),
        detail: fill(words().openExternalDetail, { url: shorten(url) }),
        yes: words().open,
      });
    },
    mayKeepPlain: (parent) =>
      ask(parent, { message: words().noKeyringQuestion, detail: words().noKeyringDetail, yes: words().keep }),
    isAsking: (window) => asking.has(window),
    async pageFailed(reason) {
      const { response } = await dialog.showMessageBox({
        type: 'error',
        message: words().pageFailedTitle,
        detail: fill(words().pageFailedDetail, { reason }),
        buttons: [words().tryAgain, words().quit],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      });
      return response === 0;
    },
  };
}

/** A dialog that is taller than the screen cannot be answered. */
function shorten(url: string): string {
  return url.length <= 500 ? url : `${url.slice(0, 480)}… (${url.length})`;
}
