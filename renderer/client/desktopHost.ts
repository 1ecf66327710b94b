import { type ShellBridge, type ShellEvent, shellContract, shellEventSchema } from '@adiuva/contracts/shell';
import { AppError } from '@adiuva/wire';
import type { Host, Shell } from './host.ts';
import { toAppError } from './replies.ts';

declare global {
  interface Window {
    /** Put there by the preload of the desktop; not there in a browser. */
    adiuva?: ShellBridge;
  }
}

/**
 * A window of the desktop. What main answers is parsed like anything from outside.
 * @throws AppError when the desktop does not tell what it is
 */
export async function createDesktopHost(bridge: ShellBridge): Promise<Host> {
  const listeners = new Set<(event: ShellEvent) => void>();
  const call: Shell['call'] = async (method, input) => {
    const reply = (await bridge.call(method, input)) as { value?: unknown; error?: unknown };
    if (reply.error !== undefined) throw toAppError(reply.error);
    return shellContract[method].output.parse(reply.value) as never;
  };
  // Listening begins before the first question, so that no change falls between.
  const early: unknown[] = [];
  let receive = (event: unknown): void => void early.push(event);
  bridge.onEvent((event) => receive(event));
  let info = await call('shell.info', {});
  const tell = (message: unknown): void => {
    const event = shellEventSchema.safeParse(message);
    if (!event.success) return;
    if (event.data.type === 'info') info = event.data.info;
    for (const listener of [...listeners]) listener(event.data);
  };
  let isHeard = false;

  const shell: Shell = {
    call,
    info: () => info,
    onEvent(listener) {
      listeners.add(listener);
      // What came before anybody listened is told when all parts of the window that begin to listen do.
      if (!isHeard) {
        isHeard = true;
        setTimeout(() => {
          receive = tell;
          for (const event of early.splice(0)) tell(event);
        });
      }
      return () => void listeners.delete(listener);
    },
  };
  // What is only asked for and not waited for: the window has nothing to add to its failure.
  const ask = (answer: Promise<unknown>): void => void answer.catch(() => undefined);
  return {
    shell,
    info: async () => ({ sampleLibrary: info.sampleLibrary, maxUploadBytes: Number.POSITIVE_INFINITY }),
    async pathOf(file, signal) {
      const path = bridge.pathOf(file);
      if (path !== '') return path;
      const data = await readBase64(file);
      if (signal.aborted) throw new AppError('cancelled', 'Stopped.');
      return (await call('shell.keepFile', { name: file.name, data })).path;
    },
    openExternal: (url) => ask(call('shell.openExternal', { url })),
    saveText: async (name, text) => (await call('shell.saveText', { name, text })).path !== null,
    print: async (name) => (await call('shell.printToPdf', { name })).path !== null,
    readClipboard: async () => (await call('shell.readClipboard', {})).text,
    openMain: (target) => ask(call('shell.openMain', { target })),
    openQuickChat: () => ask(call('shell.openQuickChat', {})),
    hide: () => ask(call('shell.hide', {})),
  };
}

/** What has no path: a picture from the clipboard, a file that another program only promised. */
function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result).replace(/^[^,]*,/, '')));
    reader.addEventListener('error', () =>
      reject(new AppError('file_unreadable', `“${file.name}” could not be read.`, { cause: reader.error })),
    );
    reader.readAsDataURL(file);
  });
}
