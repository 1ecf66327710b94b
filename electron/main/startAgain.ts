import { app } from 'electron';

/** Once this program has ended, it is started again: with `args`, of a person's, and without those of this start. */
export function startAgain(args: readonly string[]): void {
  const { APPIMAGE: image } = process.env;
  // In a checkout Electron's own program is told which folder to run.
  const folder = process.argv.slice(1, app.isPackaged ? 1 : 2);
  // Of an image, what runs lies in a mount that is gone by then.
  app.relaunch({ args: [...folder, ...args], ...(image && { execPath: image }) });
}
