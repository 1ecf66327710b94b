import type * as Electron from 'electron';
import { loud } from './loud.ts';

export type DialogKind = 'open' | 'save' | 'message' | 'error';

/** What main asked a person, and what the test said. */
export interface SeenDialog {
  kind: DialogKind;
  options: unknown;
  answer: unknown;
}

type Options = Electron.OpenDialogOptions | Electron.SaveDialogOptions | Electron.MessageBoxOptions;

/** Dialogs answer what the test said beforehand; a question that nobody expected is cancelled, and noted. */
export function createDialogs() {
  const answers: { kind: DialogKind; answer: unknown }[] = [];
  const asked: SeenDialog[] = [];

  function ask<T>(kind: DialogKind, args: readonly unknown[], otherwise: T): T {
    const options = (args.length > 1 ? args[1] : args[0]) as Options;
    const at = answers.findIndex((entry) => entry.kind === kind);
    const [given] = at < 0 ? [] : answers.splice(at, 1);
    const answer = given ? (given.answer as T) : otherwise;
    asked.push({ kind, options: plain(options), answer });
    return answer;
  }

  const cancelled = { canceled: true, filePaths: [] as string[] };
  const dialog = loud('dialog', {
    showOpenDialog: async (...args: unknown[]): Promise<Electron.OpenDialogReturnValue> => {
      const paths = ask<string[]>('open', args, cancelled.filePaths);
      return { canceled: paths.length === 0, filePaths: paths };
    },
    showSaveDialog: async (...args: unknown[]): Promise<Electron.SaveDialogReturnValue> => {
      const path = ask<string>('save', args, '');
      return { canceled: path === '', filePath: path };
    },
    showMessageBox: async (...args: unknown[]): Promise<Electron.MessageBoxReturnValue> => {
      const options = (args.length > 1 ? args[1] : args[0]) as Electron.MessageBoxOptions;
      const response = ask('message', args, options.cancelId ?? 0);
      return { response, checkboxChecked: false };
    },
    showMessageBoxSync: (...args: unknown[]): number => {
      const options = (args.length > 1 ? args[1] : args[0]) as Electron.MessageBoxOptions;
      return ask('message', args, options.cancelId ?? 0);
    },
    showErrorBox: (title: string, content: string): void => {
      process.stderr.write(`error box: ${title}: ${content}\n`);
      ask('error', [{ title, content }], undefined);
    },
  } satisfies Pick<
    Electron.Dialog,
    'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showMessageBoxSync' | 'showErrorBox'
  >);
  return {
    dialog,
    seen: {
      asked,
      /** `open` takes paths, `save` a path, `message` the number of a button. */
      answerNext: (kind: DialogKind, answer: unknown) => void answers.push({ kind, answer }),
    },
  };
}

function plain(options: unknown): unknown {
  return JSON.parse(
    JSON.stringify(options, (_key, value: unknown) => (typeof value === 'function' ? undefined : value)) ??
      'null',
  );
}
