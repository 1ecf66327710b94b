import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { AppError } from '@adiuva/wire';
import { app } from 'electron';
import { autostartEntry } from './autostartEntry.ts';
import { hiddenSwitch } from './openRequests.ts';

/** Only a copy that was installed stays where it is; one that runs from a checkout is not started at login. */
export function canStartAtLogin(): boolean {
  return app.isPackaged;
}

/** A Mac hands no switch to what it starts at login, and says so by itself. */
export function wasStartedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

/** Out of sight, in the tray. @throws AppError when the system refuses */
export function setStartAtLogin(isOn: boolean): void {
  if (!canStartAtLogin()) return;
  try {
    set(isOn);
  } catch (cause) {
    throw new AppError('unavailable', 'The system does not let Adiuva start at login.', { cause });
  }
}

function set(isOn: boolean): void {
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: isOn, args: [hiddenSwitch] });
    return;
  }
  const folder = process.env.XDG_CONFIG_HOME || join(homedir(), '.config');
  const file = join(folder, 'autostart', 'adiuva.desktop');
  if (!isOn) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  // An AppImage runs from a mount that is gone at the next login; the image itself is named by this.
  writeFileSync(file, autostartEntry([process.env.APPIMAGE || process.execPath, hiddenSwitch]));
}
