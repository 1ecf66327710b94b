import type * as Electron from 'electron';
import { LoudEmitter } from './loud.ts';

type InvokeHandler = Parameters<Electron.IpcMain['handle']>[1];
type IpcMembers =
  | 'handle'
  | 'handleOnce'
  | 'removeHandler'
  | 'on'
  | 'once'
  | 'off'
  | 'removeListener'
  | 'removeAllListeners';

/** Also each window's `webContents.ipc` would be one of these. */
export class StandInIpcMain extends LoudEmitter implements Pick<Electron.IpcMain, IpcMembers> {
  static override readonly electronName = 'ipcMain';
  readonly #handlers = new Map<string, InvokeHandler>();

  handle(channel: string, handler: InvokeHandler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: InvokeHandler): void {
    this.handle(channel, (event, ...args: unknown[]) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** What the page's `invoke` is answered with. @throws what the handler threw, in Electron's words */
  async invoked(event: Electron.IpcMainInvokeEvent, channel: string, args: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    const failed = (reason: unknown) =>
      new Error(`Error invoking remote method '${channel}': ${String(reason)}`);
    if (!handler) throw failed(new Error(`No handler registered for '${channel}'`));
    try {
      return (await handler(event, ...args)) as unknown;
    } catch (error) {
      throw failed(error);
    }
  }
}
